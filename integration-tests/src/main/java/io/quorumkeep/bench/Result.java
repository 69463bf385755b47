// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One run, as it is printed. */
record Result(
    Workload workload,
    Shape shape,
    int concurrency,
    Load.Measured measured,
    double recordsPerEntry,
    Map<String, Double> cpuPercent,
    Target target,
    long answers,
    long audited) {
  private static final double MICROSECOND = 1_000;
  private static final String ROW = "%-17s %-8s %6s %10s %8s %8s %9s %9s %9s  %s";

  static String header() {
    return String.format(
        Locale.ROOT,
        ROW,
        "workload",
        "shape",
        "conc",
        "ops/s",
        "p50 us",
        "p99 us",
        "p99.9 us",
        "entries/s",
        "rec/entry",
        "cpu %");
  }

  double opsPerSecond() {
    return measured.answers() / measured.seconds();
  }

  private double entriesPerSecond() {
    return recordsPerEntry == 0 ? 0 : opsPerSecond() / recordsPerEntry;
  }

  String row() {
    StringBuilder cpu = new StringBuilder();
    cpuPercent.forEach(
        (name, percent) -> cpu.append(String.format(Locale.ROOT, "%s=%.0f ", name, percent)));
    return String.format(
        Locale.ROOT,
        ROW,
        workload.label(),
        shape.label(),
        concurrency,
        String.format(Locale.ROOT, "%.0f", opsPerSecond()),
        at(50),
        at(99),
        at(99.9),
        String.format(Locale.ROOT, "%.0f", entriesPerSecond()),
        String.format(Locale.ROOT, "%.1f", recordsPerEntry),
        cpu.toString().trim());
  }

  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("workload", workload.label());
    json.put("shape", shape.label());
    json.put("concurrency", concurrency);
    json.put("ops_per_s", Math.round(opsPerSecond()));
    json.put("p50_us", at(50));
    json.put("p99_us", at(99));
    json.put("p999_us", at(99.9));
    json.put("entries_per_s", Math.round(entriesPerSecond()));
    json.put("records_per_entry", Math.round(recordsPerEntry * 10) / 10.0);
    ObjectNode cpu = json.putObject("cpu_pct");
    cpuPercent.forEach((name, percent) -> cpu.put(name, Math.round(percent)));
    json.put("nodes", target.nodes());
    json.put("fsync", target.protection().fsync());
    json.put("tls", target.protection().tls());
    json.put("peer_tls", target.protection().peerTls());
    json.put("answers", answers);
    json.put("audited_records", audited);
    return json.toString();
  }

  private long at(double percentile) {
    Histogram latency = measured.latency();
    return Math.round(latency.getValueAtPercentile(percentile) / MICROSECOND);
  }
}
