"""Prints what independent readers see in Avro and Parquet files, as JSON."""
import datetime
import decimal
import json
import sys

import fastavro
import pyarrow.parquet

WIDE = {"i64", "nested"}


def plain(value, name=None):
    if isinstance(value, bool) or value is None or isinstance(value, (str, float)):
        return value
    if isinstance(value, int):
        return str(value) if name in WIDE else value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat(timespec="microseconds")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item, key if name is None else name) for key, item in value.items()}
    if name == "byNumber":
        return {entry_key(entry): plain(entry_value(entry)) for entry in value}
    if name == "labels":
        return {entry_key(entry): entry_value(entry) for entry in value}
    return [plain(item, name) for item in value]


def entry_key(entry):
    key = entry["key"] if isinstance(entry, dict) else entry[0]
    return str(key)


def entry_value(entry):
    return entry["value"] if isinstance(entry, dict) else entry[1]


def rows(path):
    if path.endswith(".avro"):
        with open(path, "rb") as file:
            return [plain(row) for row in fastavro.reader(file)]
    return [plain(row) for row in pyarrow.parquet.read_table(path).to_pylist()]


print(json.dumps({path: rows(path) for path in sys.argv[1:]}))
