#include "fixture.hpp"

#include "proof/feed_chain.hpp"
#include "store/sealing.hpp"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace badgewatch::store::test {
namespace {

const std::vector<std::string> role_names = {
    "bw_migrate", "bw_app",    "bw_match", "bw_record",  "bw_follow", "bw_watch",  "bw_log",
    "bw_misuse",  "bw_access", "bw_audit", "bw_webhook", "bw_report", "bw_backup", "bw_nobody"};

struct Running {
  Running() = default;
  Running(const Running&) = delete;
  std::string folder;
  std::unique_ptr<cluster::Cluster> cluster;
  ~Running() {
    cluster.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
};

void start(Running& running) {
  char pattern[] = "/tmp/bwstore.XXXXXX";
  if (mkdtemp(pattern) == nullptr) throw std::runtime_error("no temporary folder");
  std::filesystem::permissions(pattern, std::filesystem::perms(0755));
  running.folder = pattern;
  cluster::ClusterOptions options;
  options.state_directory = running.folder + "/state";
  options.roles = role_names;
  options.settings = {"autovacuum_naptime = 10s"};
  auto opened = cluster::Cluster::open(options);
  if (!opened) throw std::runtime_error(opened.error().detail());
  running.cluster = std::move(*opened);
}

std::unique_ptr<Session> superuser(const std::string& database) {
  return must(Session::open(the_cluster().superuser_conninfo() + " dbname=" + database, {}));
}

std::string new_database(const std::string& extra) {
  static std::atomic<int> count{0};
  const auto name = "register_" + std::to_string(++count);
  auto session = superuser("postgres");
  (void)must(session->script("create database", "create database " + name + extra));
  return name;
}

// Every register begins as a copy of one that was migrated once.
const std::string& migrated_database() {
  static const std::string name = [] {
    const auto made = new_empty_database();
    (void)must(migrate(conninfo("bw_migrate", made), sql_directory(), at("2026-01-01T00:00:00Z")));
    return made;
  }();
  return name;
}

}  // namespace

core::Hash test_key() {
  core::Hash key{};
  key.fill(0x42);
  return key;
}

const cluster::Cluster& the_cluster() {
  static Running running;
  if (!running.cluster) start(running);
  return *running.cluster;
}

std::string sql_directory() {
  return std::string(BW_SOURCE_DIR) + "/sql";
}

std::string conninfo(const std::string& role, const std::string& database) {
  return the_cluster().conninfo(role) + " dbname=" + database;
}

std::string new_empty_database() {
  const auto name = new_database("");
  (void)must(
      prepare_roles(the_cluster().superuser_conninfo() + " dbname=" + name, sql_directory()));
  return name;
}

std::unique_ptr<Session> session_as(const std::string& role, const std::string& database) {
  if (role == "superuser") return superuser(database);
  return must(Session::open(conninfo(role, database), {}));
}

std::string ask(Session& session, const std::string& sql) {
  const auto rows = must(session.script("test", sql));
  if (rows.empty() || rows.is_null(0, 0)) return "";
  return std::string(core::as_text(rows.raw(0, 0)));
}

std::string refusal(Session& session, const std::string& sql) {
  const auto result = session.script("test", sql);
  const auto state = session.last_state();
  session.rollback();
  return result ? "" : state;
}

core::Instant at(const std::string& rfc3339) {
  core::Instant instant;
  if (!core::parse_instant(rfc3339, instant)) throw std::logic_error("not an instant");
  return instant;
}

core::Date day(const std::string& iso) {
  return core::Date::parse_iso(iso).value();
}

TestRegister::TestRegister(std::function<void(StoreOptions&)> change)
    : database_(new_database(" template " + migrated_database())),
      clock_(at("2026-11-23T12:00:00Z")) {
  StoreOptions options;
  options.conninfo = [database = database_](Role role) {
    return conninfo(std::string(name_of(role)), database);
  };
  options.keys = SealingKeys::only(test_key());
  options.app_sessions = 16;
  if (change) change(options);
  store_ = std::make_unique<Store>(std::move(options), clock_, randomness_);
}

TestRegister::~TestRegister() {
  store_.reset();
  auto session = superuser("postgres");
  (void)session->script("drop database", "drop database " + database_ + " with (force)");
}

proof::Leaf TestRegister::leaf(const std::string& kind, const std::string& authority) {
  return proof::make_leaf({.at = now(),
                           .kind = kind,
                           .authority = authority,
                           .actor = "tester",
                           .subject = core::new_uuid(clock_, randomness_),
                           .detail = "{}"},
                          clock_, randomness_);
}

std::vector<ports::LicencePut> TestRegister::put(const std::string& authority,
                                                 const std::vector<domain::Licence>& licences) {
  std::vector<ports::LicenceToPut> wanted;
  for (const auto& licence : licences)
    wanted.push_back({.licence = licence, .if_match = {}});
  auto unit = must(store().records().begin(caller(authority)));
  auto outcomes = must(unit->put_licences(wanted, now()));
  (void)must(unit->commit());
  return outcomes;
}

std::vector<ports::DecisionEntered> TestRegister::enter(
    const std::string& authority, const std::vector<domain::Decision>& decisions) {
  std::vector<ports::DecisionToEnter> wanted;
  for (const auto& decision : decisions)
    wanted.push_back(to_enter(decision, "2037-11-22"));
  auto unit = must(store().records().begin(caller(authority)));
  auto outcomes = must(unit->enter_decisions(wanted, now()));
  (void)must(unit->commit());
  return outcomes;
}

person::Person someone(int n) {
  const auto digits = std::to_string(100'000 + n);
  person::Person person;
  person.names = {{.full = "",
                   .given = "Ahmed Givenname" + digits,
                   .family = "Familyname" + digits,
                   .kind = person::NameKind::current}};
  person.date_of_birth = person::BirthDate{
      .year = 1950 + n % 50, .month = 1 + static_cast<unsigned>(n) % 12, .day = 17};
  person.national_insurance_number = "QQ" + digits + "C";
  person.driving_licence = person::DrivingLicence{.number = "FAMIL" + digits + "AB9CD"};
  person.addresses = {{.lines = {digits + " Example Street", "Luton"},
                       .postcode = "LU" + std::to_string(n % 90 + 1) + " 1XX"}};
  person.email = "p" + digits + "@example.org";
  person.telephone = "0113 4" + digits;
  return person;
}

domain::Licence licence(int n, domain::LicenceStatus status) {
  return {.licence_number = "PHD-" + std::to_string(700'000 + n),
          .licence_class = domain::LicenceClass::private_hire,
          .status = status,
          .granted_on = day("2024-04-01"),
          .expires_on = day("2027-03-31"),
          .holder = someone(n)};
}

domain::Decision decision(int n) {
  return {.kind = domain::DecisionKind::revocation,
          .decided_on = day("2026-11-16"),
          .effective_on = day("2026-12-07"),
          .notified_on = day("2026-11-17"),
          .suspension_ends_on = {},
          .relies_on_relevant_information = true,
          .subject = someone(n),
          .your_reference = "CASEREF-" + std::to_string(n),
          .first_entered_on = {},
          .imported_from = ""};
}

ports::DecisionToEnter to_enter(domain::Decision decision, const std::string& retained_until) {
  static std::atomic<std::int64_t> count{0};
  core::Uuid id;
  const auto number = ++count;
  for (std::size_t i = 0; i < 8; ++i)
    id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return {.id = id,
          .decision = std::move(decision),
          .clocks = {
              .enter_by = day("2026-11-24"), .late = false, .retained_until = day(retained_until)}};
}

ports::RecordedCheck check(TestRegister& test_register, const std::string& authority, int n) {
  ports::CheckRecord record;
  record.id = core::new_uuid(test_register.clock(), test_register.randomness());
  record.authority = authority;
  record.actor = "tester";
  record.checked_at = test_register.now();
  record.watched_until = day("2027-05-23");
  record.purpose = domain::Purpose::renewal;
  record.outcome = domain::Outcome::no_match;
  record.request = R"({"case_reference":"CASEREF-)" + std::to_string(n) + R"(","subject":)" +
                   someone(n).names[0].family + "}";
  record.answer = R"({"outcome":"no_match"})";
  return {.record = record, .leaf = test_register.leaf("check", authority)};
}

void change_state(TestRegister& test_register, const std::string& authority, const core::Uuid& id,
                  const std::string& state) {
  constexpr Statement select{
      "select", "select version, key_version, data_key, content from decision where id = $1"};
  constexpr Statement update{
      "update",
      "update decision set version = $2, state = $3, content_digest = $4, data_key = $5,"
      " content = $6, changed_at = $7 where id = $1"};
  const Sealer sealer(test_key(), test_register.randomness());
  auto session = test_register.session("bw_app");
  (void)must(session->begin_as(authority));
  const auto rows = must(session->run(select, Parameters().add(id)));
  SealedPlace place{.table = "decision",
                    .authority = authority,
                    .id = id,
                    .version = rows.at<std::int64_t>(0, 0)};
  const auto content =
      must(sealer.open(rows.raw(0, 2), rows.at<std::int16_t>(0, 1), place, rows.raw(0, 3)));
  ++place.version;
  const auto sealed = sealer.seal_new(place, content);
  Parameters parameters;
  parameters.add(id).add(place.version).text(state).bytes(sealed.digest);
  parameters.bytes(sealed.data_key).bytes(sealed.content).add(test_register.now());
  REQUIRE(must(session->run(update, parameters)).affected() == 1);
  (void)must(session->commit());
}

std::int64_t verify_feed(Store& store) {
  auto feed = store.new_feed();
  const auto head = must(feed->head());
  proof::Head replayed;
  replayed.position.epoch = head.position.epoch;
  for (;;) {
    const auto steps = must(feed->after(replayed.position.seq, 777));
    if (steps.empty()) break;
    for (const auto& step : steps) {
      proof::advance(replayed, step.event);
      REQUIRE(replayed.position.chain == step.chain);
    }
  }
  REQUIRE(replayed.position == head.position);
  REQUIRE(replayed.live == head.live);
  REQUIRE(replayed.digest == head.digest);
  return head.position.seq;
}

}  // namespace badgewatch::store::test
