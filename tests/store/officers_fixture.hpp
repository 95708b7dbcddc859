// Officers for the tests of what they do.
#pragma once

#include "fixture.hpp"

using namespace badgewatch;
using namespace badgewatch::store::test;

inline core::Hash hash_of(std::uint8_t value) {
  core::Hash hash{};
  hash.fill(value);
  return hash;
}

inline ports::Officer officer(TestRegister& test, const std::string& authority,
                              const std::string& username,
                              const std::vector<std::string>& roles = {"officer",
                                                                       "decision_maker"}) {
  ports::Officer made;
  made.id = core::new_uuid(test.clock(), test.randomness());
  made.authority = authority;
  made.name = "Amina Yusuf";
  made.username = username;
  made.roles = roles;
  made.created_at = test.now();
  return made;
}

inline ports::Officer added(TestRegister& test, const std::string& authority,
                            const std::string& username,
                            const std::vector<std::string>& roles = {"officer", "decision_maker"}) {
  const auto made = officer(test, authority, username, roles);
  const auto leaf = proof::make_leaf({.at = test.now(),
                                      .kind = "officer_created",
                                      .authority = authority,
                                      .actor = "operator",
                                      .subject = made.id,
                                      .detail = "{}"},
                                     test.clock(), test.randomness());
  must(test.store().officers().add(made, {}, {hash_of(40), hash_of(41)}, {}, leaf));
  return made;
}
