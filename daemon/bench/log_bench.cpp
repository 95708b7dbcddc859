#include "bench/log_bench.hpp"

#include "bench/measure.hpp"
#include "cluster/cluster.hpp"
#include "core/json_writer.hpp"
#include "core/key_file.hpp"
#include "proof/checkpoint.hpp"
#include "proof/leaf.hpp"
#include "store/log_audit.hpp"
#include "store/session.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <iostream>

namespace badgewatch::bench {
namespace {

constexpr std::uint64_t leaves_a_commit = 50'000;
constexpr std::size_t leaves_a_checkpoint = 8'192;

// Of the size and kind that a check leaves behind.
proof::Leaf leaf_of_check(const core::Clock& clock, core::Randomness& randomness) {
  core::Hash query{};
  randomness.fill(query);
  core::JsonWriter detail;
  detail.begin_object().member("outcome", "no_match").member("purpose", "renewal");
  detail.member("hits", 0).member("query", core::hex(query)).end_object();
  return proof::make_leaf({.at = clock.now(),
                           .kind = "check",
                           .authority = "MAN",
                           .actor = "0197f0a4-6f1c-7c3e-9a55-3d1f6a0c2b11",
                           .subject = core::new_uuid(clock, randomness),
                           .detail = std::move(detail).take()},
                          clock, randomness);
}

// Rows of COPY ... (FORMAT BINARY), as log_leaf takes them.
class LeafRows {
public:
  LeafRows() {
    constexpr std::string_view header("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", 19);
    text_ = header;
  }
  void add(const proof::Leaf& leaf) {
    constexpr std::int16_t fields = 9;
    store::put(text_, fields);
    field(std::string_view(leaf.event.authority));
    field(leaf.id);
    field(leaf.event.at);
    field(std::string_view(leaf.event.kind));
    field(std::string_view(leaf.event.actor));
    field(leaf.event.subject);
    field(std::string_view(leaf.event.detail));
    field(core::ByteView(leaf.salt));
    field(core::ByteView(leaf.commitment));
  }
  std::string end() && {
    constexpr std::int16_t trailer = -1;
    store::put(text_, trailer);
    return std::move(text_);
  }

private:
  template <class T>
  void field(const T& value) {
    const auto at = text_.size();
    store::put(text_, std::int32_t{0});
    store::put(text_, value);
    store::put_at(text_, at, static_cast<std::int32_t>(text_.size() - at - 4));
  }
  std::string text_;
};

core::Result<void> copy_in(store::Session& session, const std::string& rows) {
  auto begun = session.script("copy",
                              "copy log_leaf (authority, id, at, kind, actor, subject, detail,"
                              " salt, commitment) from stdin (format binary)");
  if (!begun) return begun.error();
  auto* native = session.native();
  PQsetnonblocking(native, 0);
  const bool sent = PQputCopyData(native, rows.data(), static_cast<int>(rows.size())) == 1 &&
                    PQputCopyEnd(native, nullptr) == 1;
  PQsetnonblocking(native, 1);
  auto result = session.next_result("copy");
  while (sent && result && *result != nullptr) {
    const store::Rows taken(*result);
    if (PQresultStatus(*result) != PGRES_COMMAND_OK) return store::connection_lost("copy");
    result = session.next_result("copy");
  }
  return sent && result ? core::Result<void>() : store::connection_lost("copy");
}

void tell(const char* name, double value, const char* unit, std::uint64_t leaves,
          std::uint64_t checkpoints) {
  say(name, value, unit, [&](core::JsonWriter& out) {
    out.member("leaves", static_cast<std::int64_t>(leaves));
    out.member("checkpoints", static_cast<std::int64_t>(checkpoints));
  });
}

// As a superuser: row level security takes no COPY.
core::Result<void> write(const std::string& conninfo, std::uint64_t count, std::uint64_t seed) {
  auto session = store::Session::open(conninfo, {std::chrono::minutes(10), {}});
  if (!session) return session.error();
  const core::SystemClock clock;
  core::SeededRandomness randomness(seed);
  const auto begin = Clock::now();
  for (std::uint64_t written = 0; written < count;) {
    const auto some = std::min(leaves_a_commit, count - written);
    LeafRows rows;
    for (std::uint64_t i = 0; i < some; ++i)
      rows.add(leaf_of_check(clock, randomness));
    if (auto done = copy_in(**session, std::move(rows).end()); !done) return done;
    written += some;
  }
  tell("log_write", static_cast<double>(count) / seconds(Clock::now() - begin), "leaves/s", count,
       0);
  // As autovacuum does in a register that grew by and by.
  auto tidied = (*session)->script("tidy", "vacuum (analyze) log_leaf", std::chrono::hours(1));
  if (!tidied) return tidied.error();
  return {};
}

core::Result<void> integrate(store::Store& store, const proof::Signer& signer) {
  auto writer = store.new_log_writer();
  const auto first = writer->state();
  if (!first) return first.error();
  if (!first->identity)
    return core::Error(core::Errc::invalid, "The register has not signed its log yet.");
  const auto begin = Clock::now();
  std::uint64_t checkpoints = 0;
  auto size = first->tree.size;
  for (;;) {
    const auto done = writer->integrate(leaves_a_checkpoint);
    if (!done) return done.error();
    if (done->tree.size == size) break;
    size = done->tree.size;
    const proof::LogKey key{first->identity->name, signer.public_key()};
    auto note = proof::sign_checkpoint({.origin = key.name, .tree = done->tree}, signer);
    auto kept =
        writer->publish(first->log_id, key, {.tree = done->tree, .note = note, .signed_at = {}});
    if (!kept) return kept;
    ++checkpoints;
  }
  const auto added = size - first->tree.size;
  if (added > 0)
    tell("log_integrate", static_cast<double>(added) / seconds(Clock::now() - begin), "leaves/s",
         added, checkpoints);
  return {};
}

core::Result<void> verify(const std::string& conninfo, unsigned threads) {
  store::LogAuditOptions options;
  options.conninfo = conninfo;
  options.threads = threads;
  const auto begin = Clock::now();
  const auto audit = store::audit_log(options);
  if (!audit) return audit.error();
  if (audit->fault) return core::Error(core::Errc::invalid, audit->fault->sentence);
  tell("log_verify", seconds(Clock::now() - begin), "s", audit->leaves, audit->checkpoints);
  return {};
}

core::Result<void> run(const LogBenchOptions& options) {
  cluster::ClusterOptions cluster_options;
  cluster_options.state_directory = options.state;
  for (const auto* role : {"bw_app", "bw_log", "bw_audit"})
    cluster_options.roles.emplace_back(role);
  const auto cluster = cluster::Cluster::open(std::move(cluster_options));
  if (!cluster) return cluster.error();
  const auto seed = core::read_key_file(options.state + "/keys/log.key");
  if (!seed) return seed.error();
  const proof::Signer signer(*seed);
  store::StoreOptions store_options;
  store_options.keys = store::SealingKeys::only(core::Hash{});
  store_options.conninfo = [&](store::Role role) {
    return (*cluster)->conninfo(std::string(store::name_of(role)));
  };
  const core::SystemClock clock;
  core::SystemRandomness randomness;
  store::Store store(std::move(store_options), clock, randomness);
  if (auto done = integrate(store, signer); !done) return done;
  const auto state = store.new_log_writer()->state();
  if (!state) return state.error();
  if (state->tree.size < options.leaves) {
    auto written = write((*cluster)->superuser_conninfo(), options.leaves - state->tree.size,
                         options.seed + state->tree.size);
    if (!written) return written;
    if (auto done = integrate(store, signer); !done) return done;
  }
  return verify((*cluster)->conninfo("bw_audit"), options.threads);
}

}  // namespace

int run_log(const LogBenchOptions& options) {
  const auto done = run(options);
  if (done) return 0;
  std::cerr << "badgewatch-bench: " << done.error().detail() << '\n';
  return 1;
}

}  // namespace badgewatch::bench
