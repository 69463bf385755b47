// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.bench.etcd.KVGrpc;
import io.quorumkeep.bench.etcd.PutRequest;
import io.quorumkeep.bench.etcd.PutResponse;
import io.quorumkeep.bench.etcd.RangeRequest;
import io.quorumkeep.bench.etcd.RangeResponse;
import io.quorumkeep.it.cluster.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Three members of Debian's etcd-server, plaintext, fsync on: the nearest thing that users know. It
 * audits nothing. Four connections to its leader, which is where it is fastest.
 */
final class EtcdTarget implements Target {
  private static final int MEMBERS = 3;
  private static final int CONNECTIONS = 4;
  private static final int VALUE_BYTES = 200;
  private static final int KEYS = 1_000;
  private static final int START_SECONDS = 60;

  private final Map<String, Process> members = new LinkedHashMap<>();
  private final Channels channels = new Channels();
  private final List<KVGrpc.KVStub> stubs = new ArrayList<>();
  private final ErrorLog errors = new ErrorLog();
  private final AtomicLong turn = new AtomicLong();
  private final ByteString value = ByteString.copyFrom(new byte[VALUE_BYTES]);
  private final Workload workload;

  EtcdTarget(Path directory, Workload workload) {
    this.workload = workload;
    List<Integer> ports = Ports.free(2 * MEMBERS);
    try {
      startAll(directory, ports);
      String leader = awaitLeader(ports);
      for (int i = 0; i < CONNECTIONS; i++) {
        stubs.add(KVGrpc.newStub(channels.open(leader, null)));
      }
      putAll();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("cannot start etcd: is etcd-server installed?", e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void startAll(Path directory, List<Integer> ports) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < MEMBERS; i++) {
      all.append(i == 0 ? "" : ",").append("m" + i + "=http://127.0.0.1:" + ports.get(MEMBERS + i));
    }
    for (int i = 0; i < MEMBERS; i++) {
      String client = "http://127.0.0.1:" + ports.get(i);
      String peer = "http://127.0.0.1:" + ports.get(MEMBERS + i);
      Path home = Files.createDirectories(directory.resolve("etcd-" + i));
      ProcessBuilder builder =
          new ProcessBuilder(
                  "etcd",
                  "--name=m" + i,
                  "--data-dir=" + home.resolve("data"),
                  "--listen-client-urls=" + client,
                  "--advertise-client-urls=" + client,
                  "--listen-peer-urls=" + peer,
                  "--initial-advertise-peer-urls=" + peer,
                  "--initial-cluster=" + all,
                  "--quota-backend-bytes=8589934592",
                  "--log-level=error")
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("output.log").toFile());
      members.put("etcd-" + i, builder.start());
    }
  }

  private static String awaitLeader(List<Integer> ports) throws IOException, InterruptedException {
    List<String> endpoints = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      endpoints.add("127.0.0.1:" + ports.get(i));
    }
    for (int second = 0; second < START_SECONDS; second++) {
      for (String endpoint : endpoints) {
        Process status =
            new ProcessBuilder("etcdctl", "--endpoints=" + endpoint, "endpoint", "status")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = new String(status.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        status.waitFor();
        String[] fields = line.split(", ", -1);
        if (fields.length > 4 && fields[4].equals("true")) {
          return endpoint;
        }
      }
      TimeUnit.SECONDS.sleep(1);
    }
    throw new IOException("no etcd member leads");
  }

  private void putAll() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(KEYS);
    for (int i = 0; i < KEYS; i++) {
      put(i, (good, bad) -> done.countDown());
    }
    done.await(START_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void call(Call call) {
    long now = turn.getAndIncrement();
    if (workload == Workload.ETCD_PUT) {
      put(now, call);
    } else {
      stubs
          .get((int) (now % CONNECTIONS))
          .range(RangeRequest.newBuilder().setKey(key(now)).build(), new Get(call));
    }
  }

  private void put(long number, Call call) {
    stubs
        .get((int) (number % CONNECTIONS))
        .put(PutRequest.newBuilder().setKey(key(number)).setValue(value).build(), new Put(call));
  }

  private static ByteString key(long number) {
    return ByteString.copyFromUtf8("namespaces/bench/keys/%06d".formatted(number % KEYS));
  }

  @Override
  public long recorded() {
    return -1;
  }

  @Override
  public long entries() {
    return -1;
  }

  @Override
  public Map<String, Long> processes() {
    Map<String, Long> processes = new LinkedHashMap<>();
    members.forEach((name, process) -> processes.put(name, process.pid()));
    return processes;
  }

  @Override
  public int nodes() {
    return MEMBERS;
  }

  @Override
  public Protection protection() {
    return new Protection(true, false, false);
  }

  @Override
  public List<String> errors() {
    return errors.lines();
  }

  @Override
  public void close() {
    channels.close();
    members.values().forEach(Process::destroyForcibly);
  }

  private final class Get implements StreamObserver<RangeResponse> {
    private final Call call;

    Get(Call call) {
      this.call = call;
    }

    @Override
    public void onNext(RangeResponse response) {
      call.answered(response.getCount() == 1 ? 1 : 0, response.getCount() == 1 ? 0 : 1);
    }

    @Override
    public void onError(Throwable failure) {
      errors.add(failure);
      call.answered(0, 1);
    }

    @Override
    public void onCompleted() {}
  }

  private final class Put implements StreamObserver<PutResponse> {
    private final Call call;

    Put(Call call) {
      this.call = call;
    }

    @Override
    public void onNext(PutResponse response) {
      call.answered(1, 0);
    }

    @Override
    public void onError(Throwable failure) {
      errors.add(failure);
      call.answered(0, 1);
    }

    @Override
    public void onCompleted() {}
  }
}
