// A throw-away PostgreSQL for all tests, and a fresh, migrated register for each of them.
#pragma once

#include "cluster/cluster.hpp"
#include "core/clock.hpp"
#include "proof/leaf.hpp"
#include "store/migrations.hpp"
#include "store/session.hpp"
#include "store/store.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace badgewatch::store::test {

// Stops the test when there is no value, and says why.
template <class T>
T must(core::Result<T> result) {
  if (!result) FAIL("refused: " << result.error().detail());
  return std::move(*result);
}
inline void must(const core::Result<void>& result) {
  if (!result) FAIL("refused: " << result.error().detail());
}

// The one cluster of this run; started by the first test that wants it.
const cluster::Cluster& the_cluster();
std::string sql_directory();
// libpq connection text to another database of the cluster.
std::string conninfo(const std::string& role, const std::string& database);
// With the roles, and nothing else.
std::string new_empty_database();

std::unique_ptr<Session> session_as(const std::string& role, const std::string& database);
// The first value of the first row, as text.
std::string ask(Session& session, const std::string& sql);
// The SQLSTATE with which it is refused; empty when it is not.
std::string refusal(Session& session, const std::string& sql);

core::Instant at(const std::string& rfc3339);
core::Date day(const std::string& iso);

class TestRegister {
public:
  explicit TestRegister(std::function<void(StoreOptions&)> change = {});
  ~TestRegister();

  Store& store() { return *store_; }
  const std::string& database() const { return database_; }
  std::unique_ptr<Session> session(const std::string& role) const {
    return session_as(role, database_);
  }
  core::ManualClock& clock() { return clock_; }
  core::Instant now() const { return clock_.now(); }
  core::Randomness& randomness() { return randomness_; }

  proof::Leaf leaf(const std::string& kind, const std::string& authority);

  // Puts them in one transaction, and commits.
  std::vector<ports::LicencePut> put(const std::string& authority,
                                     const std::vector<domain::Licence>& licences);
  std::vector<ports::DecisionEntered> enter(const std::string& authority,
                                            const std::vector<domain::Decision>& decisions);

private:
  std::string database_;
  core::ManualClock clock_;
  core::SystemRandomness randomness_;
  std::unique_ptr<Store> store_;
};

// Where the feed was behind its event `seq`.
inline proof::Position feed_place(TestRegister& test, std::int64_t seq) {
  auto feed = test.store().new_feed();
  proof::Position place{.epoch = must(feed->head()).position.epoch, .seq = seq, .chain = {}};
  if (seq > 0) place.chain = must(feed->after(seq - 1, 1)).at(0).chain;
  return place;
}

inline ports::Caller caller(const std::string& authority) {
  return {.authority = authority, .actor = "key of " + authority};
}

// Made-up people, licences and decisions: each `n` another one.
person::Person someone(int n);
domain::Licence licence(int n, domain::LicenceStatus status = domain::LicenceStatus::current);
domain::Decision decision(int n);
ports::DecisionToEnter to_enter(domain::Decision decision, const std::string& retained_until);
ports::RecordedCheck check(TestRegister& test_register, const std::string& authority, int n);

// Gives a decision its next version with another state, sealed anew, as its authority.
void change_state(TestRegister& test_register, const std::string& authority, const core::Uuid& id,
                  const std::string& state);
core::Hash test_key();

// Reads the feed from its beginning: chain, count and digest must be what the head says.
// Returns the number of events.
std::int64_t verify_feed(Store& store);

}  // namespace badgewatch::store::test
