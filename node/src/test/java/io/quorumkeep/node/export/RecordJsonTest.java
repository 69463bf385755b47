// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {
  private static final Path SCHEMA = Path.of("../docs/audit-record.schema.json");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final ChainName CHAIN = new ChainName("prod", 0);

  private final RecordJson json = new RecordJson(CHAIN);

  @Test
  void givenARecord_whenWritten_thenTheseBytesForEver() {
    AuditRecord record =
        new AuditRecord(
            481_516,
            1_795_500_000_123L,
            12,
            9_948_211,
            "quorumkeep-1",
            "spiffe://prod/ns/pay/sa/svc-payments",
            "10.2.3.4:51122",
            "RETRIEVE_KEY_VERSION",
            "namespaces/pay/keys/card/versions/3",
            3,
            new RequestId(0x0198f3c07f117d52L, 0x9c1e1f0f3a5b7c9dL),
            AuditDecision.REJECTED,
            "KEY_STATE_FORBIDS",
            List.of(new AuditRecord.Detail("state", "SUSPENDED")));

    assertThat(text(json.export(record, head(481_515, 0), head(481_516, 0xab))).replace('"', '\''))
        .isEqualTo(
            "{'activity_id':2,'activity_name':'Read',"
                + "'actor':{'authorizations':[{'decision':'allowed'}],"
                + "'user':{'type':'Service','type_id':4,"
                + "'uid':'spiffe://prod/ns/pay/sa/svc-payments'}},"
                + "'api':{'operation':'RetrieveKeyVersion',"
                + "'request':{'uid':'0198f3c0-7f11-7d52-9c1e-1f0f3a5b7c9d'},"
                + "'response':{'error':'KEY_STATE_FORBIDS'},"
                + "'service':{'name':'quorumkeep'},'version':'v1'},"
                + "'category_uid':6,'class_uid':6003,"
                + "'dst_endpoint':{'hostname':'quorumkeep-1','svc_name':'prod'},"
                + "'message':'RETRIEVE_KEY_VERSION namespaces/pay/keys/card/versions/3: rejected',"
                + "'metadata':{'correlation_uid':'0198f3c0-7f11-7d52-9c1e-1f0f3a5b7c9d',"
                + "'event_code':'quorumkeep.retrieve_key_version',"
                + "'product':{'name':'quorumkeep','vendor_name':'quorumkeep'},"
                + "'sequence':481516,'tenant_uid':'pay',"
                + "'uid':'prod/audit/0/481516','version':'1.8.0'},"
                + "'resources':[{'type':'crypto_key','uid':'namespaces/pay/keys/card/versions/3',"
                + "'version':'3'}],'severity_id':2,"
                + "'src_endpoint':{'ip':'10.2.3.4','port':51122},"
                + "'status':'Failure','status_code':'KEY_STATE_FORBIDS','status_id':2,"
                + "'time':1795500000123,'type_uid':600302,"
                + "'unmapped':{'attestation_list':[{'authority_uid':'prod',"
                + "'chain_uid':'prod/audit/0',"
                + "'fingerprint':{'algorithm':'SHA-256','algorithm_id':3,'encoding_id':1,"
                + "'serialization_id':99,'value':'"
                + "ab".repeat(32)
                + "'},'prev_event':{'fingerprint':{'algorithm':'SHA-256','algorithm_id':3,"
                + "'encoding_id':1,'serialization_id':99,'value':'"
                + "00".repeat(32)
                + "'},'uid':'prod/audit/0/481515'}}],"
                + "'quorumkeep':{'decision':3,'details':[{'name':'state','value':'SUSPENDED'}],"
                + "'node':'quorumkeep-1','operation':'RETRIEVE_KEY_VERSION','raft_index':9948211,"
                + "'raft_term':12,'reason':'KEY_STATE_FORBIDS','source':'10.2.3.4:51122',"
                + "'version':3}}}");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givenAnyRecord_whenWritten_thenNothingIsLost(long seed) throws IOException {
    Random random = new Random(seed);
    ChainHead head = ChainHead.start();
    for (int i = 0; i < 2_000; i++) {
      AuditRecord record = anyRecord(random, i + 1);
      byte[] canonical = RecordEncoding.encode(record);
      ChainHead next = head.next(canonical, new JcaSha256());
      byte[] bytes = json.export(record, head, next).json();

      AuditRecord rebuilt = rebuild(MAPPER.readTree(bytes));
      assertThat(RecordEncoding.encode(rebuilt)).as("seed %s", seed).isEqualTo(canonical);
      assertThat(RecordTail.parse(bytes, CHAIN)).isEqualTo(new RecordTail(head, next));
      head = next;
    }
  }

  @Test
  void givenAnyRecord_whenWritten_thenCanonicalJson() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 500; i++) {
      String text = text(json.export(anyRecord(random, i + 1), head(i, 1), head(i + 1, 2)));

      // Jackson keeps the order of members and escapes as RFC 8785 does, but for control
      // characters.
      JsonNode tree = MAPPER.readTree(text);
      assertSorted(tree);
      assertThat(text).doesNotContain("\n", "\r", "\t").doesNotContainPattern("\": |, \"");
      assertThat(MAPPER.writeValueAsString(tree)).isEqualToIgnoringCase(text);
    }
  }

  @Test
  void givenEveryOperationAndOutcome_whenWritten_thenTheSchemaHolds() throws IOException {
    Schema schema = schema();
    List<String> operations = new ArrayList<>(List.of("BOOTSTRAP"));
    for (Permission permission : Permission.values()) {
      operations.add(permission.name());
    }
    for (String operation : operations) {
      for (AuditDecision decision : AuditDecision.values()) {
        for (String source : List.of("10.0.0.1:1", "[fe80::1]:65535", "unknown", "")) {
          AuditRecord record =
              record(operation, decision, source, "namespaces/pay/keys/card", List.of());
          assertValid(schema, text(json.export(record, head(0, 0), head(1, 9))));
        }
      }
    }
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      assertValid(schema, text(json.export(anyRecord(random, i + 1), head(i, 1), head(i + 1, 2))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"time\":1", "\"class_uid\":6003", "\"chain_uid\":\"prod/audit/0\"", "\"ip\":"})
  void givenAFieldRenamed_whenChecked_thenTheSchemaNotices(String field) throws IOException {
    AuditRecord record =
        record("GET_KEY", AuditDecision.ALLOWED, "10.0.0.1:1", "namespaces/a/keys/b", List.of());
    String text = text(json.export(record, head(0, 0), head(1, 9)));
    assertThat(text).contains(field);

    String renamed = text.replace(field, field.replaceFirst("\"", "\"x"));

    assertThat(schema().validate(renamed, InputFormat.JSON)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.2.3.4:51122, 10.2.3.4, 51122",
    "[::1]:80, ::1, 80",
    "[fe80::a]:0, fe80::a, 0",
    "0:0:0:0:0:0:0:1:7443, 0:0:0:0:0:0:0:1, 7443"
  })
  void givenASource_whenItIsAnAddress_thenSplit(String source, String ip, int port) {
    assertThat(SourceAddress.parse(source)).isEqualTo(new SourceAddress(ip, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":", "10.0.0.1", "host:1", "10.0.0.1:", "10.0.0.1:65536", "1.1.1.1:-1", "é:1"})
  void givenASource_whenItIsNoAddress_thenNotGuessed(String source) {
    assertThat(SourceAddress.parse(source)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"metadata\":{\"sequence\":0}}", "null"})
  void givenSomethingElse_whenReadAsATail_thenRefused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> RecordTail.parse(bytes, CHAIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AuditRecord rebuild(JsonNode root) {
    JsonNode own = root.at("/unmapped/quorumkeep");
    List<AuditRecord.Detail> details = new ArrayList<>();
    for (JsonNode detail : own.path("details")) {
      details.add(
          new AuditRecord.Detail(detail.path("name").asText(), detail.path("value").asText()));
    }
    return new AuditRecord(
        root.at("/metadata/sequence").asLong(),
        root.path("time").asLong(),
        own.path("raft_term").asLong(),
        own.path("raft_index").asLong(),
        own.path("node").asText(),
        root.at("/actor/user/uid").asText(),
        own.path("source").asText(),
        own.path("operation").asText(),
        root.at("/resources/0/uid").asText(),
        own.path("version").asInt(),
        RequestId.parse(root.at("/api/request/uid").asText()),
        List.of(AuditDecision.values()).get(own.path("decision").asInt() - 1),
        own.path("reason").asText(),
        details);
  }

  private static void assertSorted(JsonNode node) {
    String previous = "";
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      assertThat(name).isGreaterThan(previous);
      previous = name;
    }
    node.forEach(RecordJsonTest::assertSorted);
  }

  private static AuditRecord anyRecord(Random random, long sequence) {
    List<AuditRecord.Detail> details = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      details.add(new AuditRecord.Detail("name" + i, anyText(random)));
    }
    AuditDecision decision = List.of(AuditDecision.values()).get(random.nextInt(3));
    Reason[] reasons = Reason.values();
    return new AuditRecord(
        sequence,
        random.nextLong(1L << 53),
        random.nextLong(1L << 53),
        random.nextLong(1L << 53),
        "node-" + random.nextInt(5),
        anyText(random),
        random.nextBoolean() ? anyText(random) : "10.0.0.1:" + random.nextInt(65_536),
        List.of(Permission.values()).get(random.nextInt(Permission.values().length)).name(),
        random.nextBoolean() ? anyText(random) : "namespaces/" + anyText(random),
        random.nextInt(3),
        new RequestId(random.nextLong(), random.nextLong()),
        decision,
        decision == AuditDecision.ALLOWED ? "" : reasons[random.nextInt(reasons.length)].name(),
        details);
  }

  /** Text with everything that JSON has to escape, and characters of every length in UTF-8. */
  private static String anyText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int[] ranges = {0x20, 0x80, 0x800, 0xd800, 0x11_0000};
      int codePoint = random.nextInt(ranges[random.nextInt(ranges.length)]);
      text.appendCodePoint(codePoint >= 0xd800 && codePoint < 0xe000 ? '"' : codePoint);
      text.append(random.nextInt(8) == 0 ? "\\" : "");
    }
    return text.toString();
  }

  private static AuditRecord record(
      String operation,
      AuditDecision decision,
      String source,
      String resource,
      List<AuditRecord.Detail> details) {
    return new AuditRecord(
        1,
        1_795_500_000_123L,
        1,
        1,
        "node-1",
        "spiffe://prod/a",
        source,
        operation,
        resource,
        0,
        new RequestId(1, 2),
        decision,
        decision == AuditDecision.ALLOWED ? "" : "PERMISSION_DENIED",
        details);
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA));
  }

  private static void assertValid(Schema schema, String text) {
    List<Error> errors = schema.validate(text, InputFormat.JSON);
    assertThat(errors).as(text).isEmpty();
  }

  private static ChainHead head(long sequence, int fill) {
    byte[] digest = new byte[32];
    Arrays.fill(digest, (byte) fill);
    return new ChainHead(sequence, digest);
  }

  private static String text(ExportedRecord record) {
    return new String(record.json(), StandardCharsets.UTF_8);
  }
}
