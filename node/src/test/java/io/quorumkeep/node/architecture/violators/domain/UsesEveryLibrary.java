// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.domain;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import io.quorumkeep.log.v1.Entry;
import io.quorumkeep.raft.ReplicatedLog;
import io.quorumkeep.raft.config.RaftSettings;
import io.quorumkeep.v1.Key;
import org.apache.kafka.clients.producer.Producer;
import org.apache.ratis.protocol.RaftPeer;
import org.bouncycastle.asn1.x500.X500Name;
import org.rocksdb.RocksDB;
import picocli.CommandLine;

/** Breaks a rule on purpose. */
record UsesEveryLibrary(
    Channel channel,
    Key key,
    RocksDB rocks,
    X500Name name,
    Producer<String, String> producer,
    Entry entry,
    MeterRegistry meters,
    ObjectMapper mapper,
    CommandLine line,
    RaftPeer peer,
    ReplicatedLog log,
    RaftSettings settings) {}
