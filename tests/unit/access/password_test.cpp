// Passwords: which are taken, and how they are kept.
#include "access/password.hpp"

#include "access/officer_making.hpp"
#include "access/random_password.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <ctime>
#include <thread>

using namespace badgewatch;

namespace {

const std::vector<std::string> own = {"a.yusuf@tfl", "Amina Yusuf", "TFL"};

bool is_taken(const std::string& password) {
  return !access::fault_of_password(password, own);
}

}  // namespace

TEST_CASE("A password has a length, and nothing that it must be made of") {
  CHECK_FALSE(is_taken(""));
  CHECK_FALSE(is_taken("kq7-vbx-29m"));
  CHECK(is_taken("kq7-vbx-29mt"));
  CHECK(is_taken("copper kettle volcano"));
  CHECK(is_taken("ελληνικά γράμματα"));
  CHECK(is_taken(std::string(64, 'k') + "vbxqmtrz" + std::string(56, 'w')));
  CHECK_FALSE(is_taken(std::string(65, 'k') + "vbxqmtrz" + std::string(56, 'w')));
  CHECK_FALSE(is_taken(std::string("kq7-vbx\0-29mt", 13)));
  CHECK_FALSE(is_taken("\xff\xfe kq7-vbx-29mt"));
}

TEST_CASE("What everybody tries first is refused, however it is dressed up") {
  for (const std::string password :
       {"password1234",    "Password123!",     "P@ssw0rd2026!",          "welcome12345",
        "letmein letmein", "qwertyuiop123",    "1qaz2wsx3edc1234567890", "123456789012",
        "aaaaaaaaaaaa",    "abcabcabcabc",     "iloveyou2026!",          "Liverpool2026",
        "licensing2026",   "badgewatch123",    "taxilicensing1",         "monday-tuesday",
        "0208 123 4567",   "01/02/1990-01",    "changeme!!!!",           "Summer2026!!",
        "michaeljackson",  "trustno1trust",    "sunshine-driver",        "wolverhampton1976",
        "111111111111111", "p4ssw0rdp4ssw0rd", "officer officer 12"})
    CHECK_FALSE(is_taken(password));
}

TEST_CASE("One's own names are no password") {
  CHECK_FALSE(is_taken("AminaYusuf2026"));
  CHECK_FALSE(is_taken("yusuf-yusuf-1"));
  CHECK(!access::fault_of_password("orvanthis-quelma", {}));
  CHECK(access::fault_of_password("orvanthis-quelma", {"o.quelma@orv", "Orvanthis Quelma"}));
}

TEST_CASE("A made password is taken and not made twice") {
  core::SystemRandomness randomness;
  const auto made = access::new_password(randomness).reveal();
  CHECK(made.size() == 23);
  CHECK(is_taken(made));
  CHECK(made != access::new_password(randomness).reveal());
}

TEST_CASE("A password is kept as argon2id of 64 MiB, and proven by it") {
  access::Passwords passwords;
  const core::Secret password("copper kettle volcano");
  const auto hash = passwords.hash(password).value();
  CHECK(hash.reveal().starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
  CHECK(hash.reveal() != passwords.hash(password).value().reveal());
  CHECK(passwords.is_right(password, hash).value());
  CHECK_FALSE(passwords.is_right(core::Secret("copper kettle volcanO"), hash).value());
  CHECK_FALSE(passwords.is_right(password, core::Secret()).value());
  CHECK_FALSE(passwords.is_right(core::Secret(), core::Secret()).value());
  // One accent, typed in two ways.
  const auto accented = passwords.hash(core::Secret("caf\xc3\xa9 kettle volcano")).value();
  CHECK(passwords.is_right(core::Secret("cafe\xcc\x81 kettle volcano"), accented).value());
}

TEST_CASE("A password costs the same whoever has none or one that was kept at less cost") {
  access::Passwords passwords;
  const core::Secret password("copper kettle volcano");
  const auto quick = access::quick_hash(password);
  const auto cost_of = [&](const core::Secret& hash, bool is_right) {
    const auto begin = std::clock();
    CHECK(passwords.is_right(password, hash).value() == is_right);
    return static_cast<double>(std::clock() - begin);
  };
  const auto full = cost_of(passwords.hash(password).value(), true);
  for (const double cost : {cost_of(core::Secret(), false), cost_of(quick, true)}) {
    CHECK(cost > full / 3);
    CHECK(cost < full * 3);
  }
}

TEST_CASE("Those who ask beyond what may run and wait are told so at once") {
  access::Passwords passwords({.at_once = 1, .waiting = 1, .patience = std::chrono::minutes(5)});
  const core::Secret password("copper kettle volcano");
  std::atomic<int> done = 0, refused = 0;
  std::vector<std::thread> askers;
  for (int i = 0; i < 8; ++i)
    askers.emplace_back([&] {
      const auto hash = passwords.hash(password);
      if (hash)
        ++done;
      else if (hash.error().code() == core::Errc::unavailable)
        ++refused;
    });
  for (auto& asker : askers)
    asker.join();
  CHECK(done + refused == 8);
  CHECK(done >= 1);
  CHECK(passwords.hash(password).has_value());
}
