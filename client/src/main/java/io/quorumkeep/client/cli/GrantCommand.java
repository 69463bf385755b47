// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.Grant;
import io.quorumkeep.client.GrantEffect;
import io.quorumkeep.client.GrantSpec;
import io.quorumkeep.client.Permission;
import io.quorumkeep.client.QuorumkeepClient;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about who may do what. */
@Command(name = "grant", description = "Says who may do what with which keys.")
final class GrantCommand implements Runnable {
  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  @Command(name = "create", description = "Allows, or with --deny forbids, something.")
  int create(
      @Parameters(paramLabel = "GRANT", description = "Its name, such as payments-read.")
          String name,
      @Option(
              names = "--principal",
              required = true,
              paramLabel = "SPIFFE-ID",
              description = "Who; a path may end with /*.")
          String principal,
      @Option(
              names = "--resource",
              required = true,
              paramLabel = "KEY",
              description = "pay/card, pay/card-*, pay/*, or * for everything.")
          String resource,
      @Option(
              names = "--permission",
              required = true,
              split = ",",
              paramLabel = "NAME",
              description = "retrieve-key, create-key, …; several separated by commas.")
          List<String> permissions,
      @Option(names = "--deny", description = "Forbid it, whatever else allows it.") boolean deny) {
    List<Permission> known = new ArrayList<>();
    permissions.forEach(permission -> known.add(permissionOf(permission)));
    GrantSpec grant =
        new GrantSpec(
            principal,
            Names.resource(resource),
            known,
            deny ? GrantEffect.DENY : GrantEffect.ALLOW);
    String id = Names.grant(name).substring(Names.grant("").length());
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      print(session, client.createGrant(id, grant));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "list", description = "Lists all grants.")
  int list() {
    Session session = session();
    try (QuorumkeepClient client = session.connect();
        Stream<Grant> grants = client.listGrants()) {
      if (session.isJson()) {
        for (Iterator<Grant> each = grants.iterator(); each.hasNext(); ) {
          session.terminal().out().println(Json.line(Json.of(each.next())));
        }
      } else {
        session.print(table(grants.toList()));
      }
    }
    return ExitCode.OK.number();
  }

  @Command(name = "revoke", description = "Takes a grant back.")
  int revoke(
      @Parameters(paramLabel = "GRANT", description = "payments-read, or grants/payments-read.")
          String name,
      @Option(
              names = "--proposal",
              paramLabel = "PROPOSAL",
              defaultValue = "",
              description = "Approved; needed for grants with approve-proposal.")
          String proposal,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    String grant = Names.grant(name);
    Session session = session();
    if (!yes) {
      Confirmation.ask(session.terminal(), "Revoking " + grant + " takes effect at once.", grant);
    }
    try (QuorumkeepClient client = session.connect()) {
      print(session, client.revokeGrant(grant, proposal.isEmpty() ? "" : Names.proposal(proposal)));
    }
    return ExitCode.OK.number();
  }

  private Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }

  private static void print(Session session, Grant grant) {
    session.print(() -> Json.of(grant), () -> table(List.of(grant)));
  }

  private static Table table(List<Grant> grants) {
    Table table = new Table("NAME", "EFFECT", "PRINCIPAL", "RESOURCE", "PERMISSIONS");
    for (Grant grant : grants) {
      table.row(
          grant.name(),
          grant.effect().name(),
          grant.principal(),
          grant.resource(),
          grant.permissions().stream().map(Enum::name).collect(Collectors.joining(",")));
    }
    return table;
  }

  static Permission permissionOf(String text) {
    try {
      return Permission.valueOf(text.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      String known =
          Stream.of(Permission.values())
              .filter(permission -> permission != Permission.UNKNOWN)
              .map(permission -> permission.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .collect(Collectors.joining(", "));
      throw new UsageException("not a permission: \"" + text + "\"; one of " + known, e);
    }
  }
}
