# Sourced by the launchers: finds or installs a JDK and Maven, and builds what is not built.
# shellcheck shell=bash

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# Installs Debian packages that are missing; needs root only if something is.
install_packages() {
  command -v apt-get >/dev/null || die "install $* yourself: this is not a Debian machine"
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  say "installing $*"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive sh -c "
    apt-get install -y -q $* >/dev/null 2>&1 ||
    { apt-get update -q >/dev/null && apt-get install -y -q $* >/dev/null; }" ||
    die "cannot install $*"
}

need_java() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}javac
  command -v "$java" >/dev/null || install_packages openjdk-17-jdk-headless
  local version
  version=$("${JAVA_HOME:+$JAVA_HOME/bin/}javac" -version 2>&1 | sed 's/javac \([0-9]*\).*/\1/')
  [ "$version" -ge 17 ] || die "a JDK of version 17 or later is needed, not $version: set JAVA_HOME"
}

need_maven() {
  command -v mvn >/dev/null || install_packages maven
}

java_command() { printf '%s' "${JAVA_HOME:+$JAVA_HOME/bin/}java"; }

# Builds without tests if a source is newer than what was built.
build() {
  need_java
  need_maven
  local stamp=$root/integration-tests/target/built
  if [ -f "$stamp" ] && [ -z "$(find "$root" -newer "$stamp" \
    \( -name '*.java' -o -name '*.proto' -o -name pom.xml -o -path '*/src/main/resources/*' \) \
    -not -path '*/target/*' -print -quit)" ]; then
    return
  fi
  say "building (the first time takes a few minutes) …"
  (cd "$root" && mvn -B -q -DskipTests package) >&2 || die "the build failed"
  touch "$stamp"
}

# The class path of everything: server, client, and the tools of integration-tests.
class_path() {
  printf '%s' "$root/integration-tests/target/classes:$root/integration-tests/target/lib/*"
}

# Runs a main class with a small heap.
run_tool() {
  local main=$1
  shift
  exec "$(java_command)" -Xmx1g -XX:+UseParallelGC -XX:-HeapDumpOnOutOfMemoryError \
    -Djava.util.concurrent.ForkJoinPool.common.parallelism=2 \
    -Dio.grpc.netty.shaded.io.netty.leakDetection.level=disabled \
    -cp "$(expanded_class_path)" "$main" "$@"
}

# Tools start processes with their own class path, so it is spelled out.
expanded_class_path() {
  local path=$root/integration-tests/target/classes jar
  for jar in "$root"/integration-tests/target/lib/*.jar; do path=$path:$jar; done
  printf '%s' "$path"
}
