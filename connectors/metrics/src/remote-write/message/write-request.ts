import type { Exemplar } from '../../exposition/sample.ts';
import type { NativeBuckets } from '../../records/metric.ts';
import type { ProtoWriter } from './proto-writer.ts';
import type { LabelPair, NativeSample, WrittenSeries } from './written-series.ts';

/*
 * The message of remote write 1.0:
 *   WriteRequest { TimeSeries timeseries = 1 }
 *   TimeSeries   { Label labels = 1; Sample samples = 2; Exemplar exemplars = 3; Histogram histograms = 4 }
 *   Label        { string name = 1; string value = 2 }
 *   Sample       { double value = 1; int64 timestamp = 2 }
 *   Exemplar     { Label labels = 1; double value = 2; int64 timestamp = 3 }
 *   Histogram    { uint64 count_int = 1; double count_float = 2; double sum = 3; sint32 schema = 4;
 *                  double zero_threshold = 5; uint64 zero_count_int = 6; double zero_count_float = 7;
 *                  BucketSpan negative_spans = 8; sint64 negative_deltas = 9; double negative_counts = 10;
 *                  BucketSpan positive_spans = 11; sint64 positive_deltas = 12; double positive_counts = 13;
 *                  ResetHint reset_hint = 14; int64 timestamp = 15 }
 *   BucketSpan   { sint32 offset = 1; uint32 length = 2 }
 */

/** The NaN by which Prometheus knows that a series has ended; others are values. */
const staleBits = 0x7ff0000000000002n;
const gaugeReset = 3;

/** Writes a sample of a series. */
export function writeSeries(writer: ProtoWriter, series: WrittenSeries): void {
  const start = writer.begin(1);
  for (const pair of series.labels) writeLabel(writer, pair);
  if (series.native !== null) writeHistogram(writer, series, series.native);
  else writeSample(writer, series);
  if (!series.isStale) {
    for (const exemplar of series.exemplars) writeExemplar(writer, exemplar, series.timestampMs);
  }
  writer.end(start);
}

function writeLabel(writer: ProtoWriter, [name, value]: LabelPair): void {
  const start = writer.begin(1);
  writer.text(1, name);
  writer.text(2, value);
  writer.end(start);
}

function writeSample(writer: ProtoWriter, { value, isStale, timestampMs }: WrittenSeries): void {
  const start = writer.begin(2);
  if (isStale) writer.doubleBits(1, staleBits);
  else writer.double(1, value);
  writer.int(2, timestampMs);
  writer.end(start);
}

function writeExemplar(writer: ProtoWriter, exemplar: Exemplar, sampleMs: number): void {
  const start = writer.begin(3);
  for (const pair of exemplar.labels) writeLabel(writer, pair);
  writer.double(2, exemplar.value);
  writer.int(3, exemplar.timestampMs ?? sampleMs);
  writer.end(start);
}

function writeHistogram(writer: ProtoWriter, series: WrittenSeries, native: NativeSample): void {
  const start = writer.begin(4);
  const isWhole = [
    native.count,
    native.zeroCount,
    ...native.positive.counts,
    ...native.negative.counts,
  ].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (isWhole) writer.int(1, native.count);
  else writer.double(2, native.count);
  if (series.isStale) writer.doubleBits(3, staleBits);
  else writer.double(3, native.sum);
  writer.signed(4, native.schema);
  writer.double(5, native.zeroThreshold);
  if (isWhole) writer.int(6, native.zeroCount);
  else writer.double(7, native.zeroCount);
  writeBuckets(writer, native.negative, { firstField: 8, isWhole });
  writeBuckets(writer, native.positive, { firstField: 11, isWhole });
  if (native.isGauge) writer.int(14, gaugeReset);
  writer.int(15, series.timestampMs);
  writer.end(start);
}

interface BucketFields {
  /** Of the spans; deltas and counts follow. */
  readonly firstField: number;
  readonly isWhole: boolean;
}

function writeBuckets(
  writer: ProtoWriter,
  { spans, counts }: NativeBuckets,
  { firstField, isWhole }: BucketFields,
): void {
  if (counts.length === 0) return;
  for (const { offset, length } of spans) {
    const start = writer.begin(firstField);
    writer.signed(1, offset);
    writer.int(2, length);
    writer.end(start);
  }
  if (!isWhole) writer.packedDoubles(firstField + 2, counts);
  else
    writer.packedSigned(
      firstField + 1,
      counts.map((count, index) => count - (counts[index - 1] ?? 0)),
    );
}
