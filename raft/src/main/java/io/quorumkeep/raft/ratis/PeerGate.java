// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.PeerId;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.Attributes;
import org.apache.ratis.thirdparty.io.grpc.Context;
import org.apache.ratis.thirdparty.io.grpc.Contexts;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Grpc;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.ServerTransportFilter;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may call what on the peer plane.
 *
 * <p>Ratis registers its client and admin services on the same port, where any certificate that TLS
 * accepts could append entries and change the membership. So only two services pass; the caller
 * must be a member at the time of the call; and a message of Raft must come from the node in whose
 * name it speaks.
 */
final class PeerGate extends ServerTransportFilter implements ServerInterceptor {
  /** Who called; set for every call that passed. */
  static final Context.Key<PeerId> CALLER = Context.key("peer");

  private static final Logger LOG = LoggerFactory.getLogger(PeerGate.class);
  private static final Attributes.Key<PeerId> PEER = Attributes.Key.create("peer");
  private static final Set<String> OPEN_SERVICES =
      Set.of(RaftServerProtocolServiceGrpc.SERVICE_NAME, PeerService.NAME);

  private final PeerCertificates certificates;
  private final Members members;

  PeerGate(PeerCertificates certificates, Members members) {
    this.certificates = certificates;
    this.members = members;
  }

  /** Reads the caller's name once per connection. */
  @Override
  public Attributes transportReady(Attributes attributes) {
    PeerId peer = identity(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
    return peer == null ? attributes : attributes.toBuilder().set(PEER, peer).build();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String service = call.getMethodDescriptor().getServiceName();
    if (!OPEN_SERVICES.contains(service)) {
      return refuse(call, Status.UNIMPLEMENTED, "a service that is not open to peers");
    }
    PeerId peer = call.getAttributes().get(PEER);
    if (peer == null || !members.contains(peer)) {
      return refuse(call, Status.PERMISSION_DENIED, "a caller that is not a member");
    }
    if (PeerService.NAME.equals(service)) {
      return Contexts.interceptCall(Context.current().withValue(CALLER, peer), call, headers, next);
    }
    return new SameSender<>(next.startCall(call, headers), call, peer);
  }

  private @Nullable PeerId identity(@Nullable SSLSession session) {
    if (session == null) {
      return null;
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain[0] instanceof X509Certificate certificate
          ? certificates.identity(certificate)
          : null;
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      LOG.warn("a peer without an identity", e);
      return null;
    }
  }

  private static <Q, A> ServerCall.Listener<Q> refuse(
      ServerCall<Q, A> call, Status status, String why) {
    LOG.warn("refused {}: {}", call.getMethodDescriptor().getFullMethodName(), why);
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /** Closes a call as soon as a message claims another sender. */
  private static final class SameSender<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, A> call;
    private final ByteString sender;
    private boolean closed;

    SameSender(ServerCall.Listener<Q> next, ServerCall<Q, A> call, PeerId peer) {
      super(next);
      this.call = call;
      this.sender = ByteString.copyFromUtf8(peer.value());
    }

    @Override
    public void onMessage(Q message) {
      if (closed) {
        return;
      }
      RaftRpcRequestProto request = requestOf(message);
      if (request != null && sender.equals(request.getRequestorId())) {
        super.onMessage(message);
        return;
      }
      closed = true;
      LOG.warn(
          "refused {}: a message in the name of another node than {}",
          call.getMethodDescriptor().getFullMethodName(),
          sender.toStringUtf8());
      call.close(Status.PERMISSION_DENIED, new Metadata());
      super.onCancel();
    }

    @Override
    public void onHalfClose() {
      if (!closed) {
        super.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      if (!closed) {
        super.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (!closed) {
        super.onComplete();
      }
    }

    @Override
    public void onReady() {
      if (!closed) {
        super.onReady();
      }
    }

    private static @Nullable RaftRpcRequestProto requestOf(Object message) {
      if (message instanceof AppendEntriesRequestProto append) {
        return append.getServerRequest();
      }
      if (message instanceof RequestVoteRequestProto vote) {
        return vote.getServerRequest();
      }
      if (message instanceof InstallSnapshotRequestProto install) {
        return install.getServerRequest();
      }
      if (message instanceof StartLeaderElectionRequestProto start) {
        return start.getServerRequest();
      }
      if (message instanceof ReadIndexRequestProto read) {
        return read.getServerRequest();
      }
      return null;
    }
  }
}
