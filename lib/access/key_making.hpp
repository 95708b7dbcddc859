// What a new API key or client is made of, checked: the same for a request and for the operator's
// command line.
#pragma once

#include "core/clock.hpp"
#include "core/json_reader.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/uuid.hpp"
#include "ports/keys.hpp"

#include <optional>
#include <string>
#include <vector>

namespace badgewatch::access {

struct CredentialWanted {
  std::string name;
  std::vector<std::string> scopes;
  std::vector<std::string> networks;
};

// Whose wish it is. `import` is opened for days, and `administration` given, by an operator alone:
// a key that leaks may make others, but none that outlives its end by making more.
enum class GivenBy { operator_of_the_register, administrator };

// With JSON Pointers to what is wrong; nothing is added where all is right.
void check_wanted(const CredentialWanted& wanted, GivenBy by, core::Problems& problems);

struct MadeKey {
  ports::ApiKey key;
  core::Secret secret;  // to be shown once
};

MadeKey make_key(const std::string& authority, const CredentialWanted& wanted,
                 const core::Clock& clock, core::Randomness& randomness);

}  // namespace badgewatch::access
