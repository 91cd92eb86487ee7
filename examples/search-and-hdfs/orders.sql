CREATE TABLE orders (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer TEXT NOT NULL,
  amount NUMERIC(10, 2) NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
INSERT INTO orders (customer, amount) VALUES ('Ada', 19.90), ('Grace', 7), ('Edsger', 64.20);
