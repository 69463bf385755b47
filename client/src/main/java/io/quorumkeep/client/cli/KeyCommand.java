// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyAlgorithm;
import io.quorumkeep.client.KeyDetails;
import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.KeyQuery;
import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.KeyUpdate;
import io.quorumkeep.client.KeyUsage;
import io.quorumkeep.client.Moment;
import io.quorumkeep.client.PastKey;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.RevocationReason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about keys. */
@Command(
    name = "key",
    description = "Creates, shows, changes, revokes and retrieves keys.",
    subcommands = {
      KeyRetrieveCommand.class,
      KeyRecoverCommand.class,
      KeyDestroyCommand.class,
      KeyKeepCommand.class,
      KeyHistoryCommand.class,
      KeyRecipientsCommand.class
    })
final class KeyCommand implements Runnable {
  private static final String KEY = "pay/card, or namespaces/pay/keys/card.";
  private static final String KEY_OR_VERSION = "pay/card, pay/card/3, or a full name.";
  private static final String WHY = "Why, for the record.";

  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }

  @Command(name = "create", description = "Creates a key with its first version.")
  int create(
      @Parameters(paramLabel = "KEY", description = KEY) String name,
      @Option(
              names = "--algorithm",
              paramLabel = "NAME",
              defaultValue = "AES_256",
              description = "AES_256 or AES_128. Default: ${DEFAULT-VALUE}.")
          String algorithm,
      @Option(
              names = "--usage",
              paramLabel = "USAGE",
              description =
                  "encrypt, decrypt, wrap-key, unwrap-key, mac-generate, mac-verify or derive-key;"
                      + " may be repeated for one purpose. Default: encrypt and decrypt.")
          @Nullable List<String> usages,
      @Option(names = "--pre-active", description = "Leave it unusable until it is activated.")
          boolean preActive,
      @Option(
              names = "--activate-at",
              paramLabel = "TIME",
              description = "Activate it by itself then, as RFC 3339.")
          @Nullable String activateAt,
      @Option(
              names = "--without-end",
              description = "No usage periods, instead of those of NIST SP 800-57.")
          boolean withoutEnd,
      @Option(
              names = "--protect-for",
              paramLabel = "SPAN",
              description = "How long a version may protect, such as 90d.")
          @Nullable String protectFor,
      @Option(
              names = "--process-for",
              paramLabel = "SPAN",
              description = "How long a version may process, such as 365d.")
          @Nullable String processFor,
      @Option(names = "--label", paramLabel = "NAME=VALUE", description = "May be repeated.")
          @Nullable Map<String, String> labels,
      @Mixin KeyOptionFlags flags) {
    KeySpec spec =
        new KeySpec(
            algorithmOf(algorithm),
            usages == null ? List.of() : usages.stream().map(KeyCommand::usageOf).toList(),
            preActive,
            Optional.ofNullable(activateAt).map(KeyCommand::timeOf),
            new KeySpec.Periods(
                Optional.ofNullable(protectFor).map(Durations::parse),
                Optional.ofNullable(processFor).map(Durations::parse),
                withoutEnd),
            labels == null ? Map.of() : labels,
            flags.over(KeyOptions.DEFAULT));
    String key = Names.key(name);
    return change(key, (client, target) -> client.createKey(target, spec));
  }

  @Command(name = "get", description = "Shows a key and its current version, or the one named.")
  int get(
      @Parameters(paramLabel = "KEY", description = KEY_OR_VERSION) String name,
      @Option(names = "--stale", description = "Ask one node, which may lag, and no quorum.")
          boolean stale,
      @Option(names = "--at", paramLabel = "MOMENT", description = "As it was. " + Moments.FORM)
          @Nullable String at) {
    String key = Names.keyOrVersion(name);
    Session session = session();
    if (at != null) {
      return getAt(session, key, Moments.parse(at));
    }
    try (QuorumkeepClient client = session.connect()) {
      KeyDetails details = stale ? client.getKeyPossiblyStale(key) : client.getKey(key);
      session.print(() -> Json.of(details), () -> KeyTables.details(details));
    }
    return ExitCode.OK.number();
  }

  private static int getAt(Session session, String name, Moment moment) {
    try (QuorumkeepClient client = session.connect()) {
      PastKey past = client.getKeyAt(name, moment);
      session.print(() -> HistoryJson.of(past), () -> HistoryTables.key(past));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "list", description = "Lists the keys of a namespace by name.")
  int list(
      @Parameters(paramLabel = "NAMESPACE", description = "pay, or namespaces/pay.")
          String namespace,
      @Option(
              names = "--filter",
              paramLabel = "TERMS",
              defaultValue = "",
              description = "Such as 'state = ACTIVE AND labels.team = \"pay\"'; see find.md.")
          String filter,
      @Option(names = "--reverse", description = "From the last name to the first.")
          boolean reverse) {
    Session session = session();
    try (QuorumkeepClient client = session.connect();
        Stream<Key> keys =
            client.listKeys(Names.namespace(namespace), new KeyQuery(filter, reverse))) {
      if (session.isJson()) {
        for (Iterator<Key> each = keys.iterator(); each.hasNext(); ) {
          session.terminal().out().println(Json.line(Json.of(each.next())));
        }
      } else {
        session.print(KeyTables.keys(keys.toList()));
      }
    }
    return ExitCode.OK.number();
  }

  @Command(name = "activate", description = "Makes a pre-active key usable.")
  int activate(@Parameters(paramLabel = "KEY", description = KEY) String name) {
    return change(Names.key(name), QuorumkeepClient::activateKey);
  }

  @Command(name = "rotate", description = "Makes a new version, and makes it the current one.")
  int rotate(
      @Parameters(paramLabel = "KEY", description = KEY) String name,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = WHY)
          String reason) {
    return change(Names.key(name), (client, target) -> client.rotateKey(target, reason));
  }

  @Command(name = "suspend", description = "Revokes a key or version, reversibly.")
  int suspend(
      @Parameters(paramLabel = "KEY", description = KEY_OR_VERSION) String name,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = WHY)
          String reason) {
    return change(Names.keyOrVersion(name), (client, target) -> client.suspendKey(target, reason));
  }

  @Command(name = "reactivate", description = "Makes a suspended or deactivated one usable again.")
  int reactivate(
      @Parameters(paramLabel = "KEY", description = KEY_OR_VERSION) String name,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = WHY)
          String reason) {
    return change(
        Names.keyOrVersion(name), (client, target) -> client.reactivateKey(target, reason));
  }

  @Command(
      name = "update",
      description = {
        "Edits attributes; what is not named stays.",
        "Refused if somebody else changes the key meanwhile."
      })
  int update(
      @Parameters(paramLabel = "KEY", description = KEY) String name,
      @Option(names = "--label", paramLabel = "NAME=VALUE", description = "May be repeated.")
          @Nullable Map<String, String> labels,
      @Option(names = "--remove-label", paramLabel = "NAME", description = "May be repeated.")
          @Nullable List<String> removed,
      @Option(
              names = "--protect-for",
              paramLabel = "SPAN",
              description = "How long later versions may protect, such as 90d, or none for ever.")
          @Nullable String protectFor,
      @Option(
              names = "--process-for",
              paramLabel = "SPAN",
              description = "How long later versions may process, such as 365d, or none for ever.")
          @Nullable String processFor,
      @Option(
              names = {"--activate-time", "--activate-at"},
              paramLabel = "TIME",
              description = "Activate a pre-active key by itself then, as RFC 3339.")
          @Nullable String activateTime,
      @Option(
              names = "--no-activate-time",
              description = "Do not activate a pre-active key by itself.")
          boolean noActivateTime,
      @Mixin KeyOptionFlags flags,
      @Option(names = "--etag", description = "Only if the key still has this etag.")
          @Nullable String etag,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
          String reason) {
    KeyEdit edit =
        new KeyEdit(
            labels == null ? Map.of() : labels,
            removed == null ? List.of() : removed,
            Optional.ofNullable(protectFor),
            Optional.ofNullable(processFor),
            activationOf(activateTime, noActivateTime));
    return change(
        Names.key(name),
        (client, target) -> {
          Key seen = client.getKey(target).key();
          KeyUpdate update = edit.of(seen, flags.over(seen.options())).because(reason);
          return client.updateKey(target, update.ifStill(etag == null ? seen.etag() : etag));
        });
  }

  @Command(
      name = "revoke",
      description = "Deactivates a key or version; for a compromise, for ever.")
  int revoke(
      @Parameters(paramLabel = "KEY", description = KEY_OR_VERSION) String name,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "REASON",
              description =
                  "key-compromise, ca-compromise, affiliation-changed, superseded, "
                      + "cessation-of-operation, privilege-withdrawn or unspecified.")
          String reason,
      @Option(
              names = "--compromised-at",
              paramLabel = "TIME",
              description = "When a compromise is thought to have happened, as RFC 3339.")
          @Nullable String compromisedAt,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    String key = Names.keyOrVersion(name);
    RevocationReason why = reasonOf(reason);
    Optional<Instant> when = Optional.ofNullable(compromisedAt).map(KeyCommand::timeOf);
    if (!yes) {
      Confirmation.ask(session().terminal(), "Revoking " + key + " stops its use.", key);
    }
    return change(
        key,
        (client, target) ->
            when.map(time -> client.revokeKey(target, why, time))
                .orElseGet(() -> client.revokeKey(target, why)));
  }

  private int change(String name, BiFunction<QuorumkeepClient, String, Key> call) {
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      Key key = call.apply(client, name);
      session.print(() -> Json.of(key), () -> KeyTables.keys(List.of(key)));
    }
    return ExitCode.OK.number();
  }

  static KeyAlgorithm algorithmOf(String text) {
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return switch (name) {
      case "AES_128", "AES128" -> KeyAlgorithm.AES_128;
      case "AES_256", "AES256" -> KeyAlgorithm.AES_256;
      default -> throw new UsageException("not an algorithm: \"" + text + "\"; AES_256 or AES_128");
    };
  }

  private static Optional<KeyUpdate.Activation> activationOf(@Nullable String time, boolean none) {
    if (time != null && none) {
      throw new UsageException("--activate-time or --no-activate-time, not both");
    }
    Optional<Instant> at = Optional.ofNullable(time).map(KeyCommand::timeOf);
    return at.isPresent() || none ? Optional.of(new KeyUpdate.Activation(at)) : Optional.empty();
  }

  private static KeyUsage usageOf(String text) {
    try {
      KeyUsage usage = KeyUsage.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
      if (usage != KeyUsage.UNKNOWN) {
        return usage;
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("not a usage: \"" + text + "\"; see create --help", e);
    }
    throw new UsageException("not a usage: \"" + text + "\"; see create --help");
  }

  private static RevocationReason reasonOf(String text) {
    try {
      return RevocationReason.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new UsageException("not a reason: \"" + text + "\"; see revoke --help", e);
    }
  }

  private static Instant timeOf(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException("not a time: \"" + text + "\"; write 2026-03-01T12:00:00Z", e);
    }
  }
}
