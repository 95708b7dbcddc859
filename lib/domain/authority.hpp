// Licensing authorities, effective-dated, with successors and the names that councils write.
#pragma once

#include "core/date.hpp"
#include "core/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace badgewatch::domain {

enum class Nation { england, wales, scotland, northern_ireland };

std::string_view name_of(Nation nation);
std::optional<Nation> nation_named(std::string_view name);

// How to ask an authority for more: section 2(4).
struct Contact {
  std::string team;
  std::string email;
  std::string telephone;
  std::string url;
  std::string address = {};  // of the post, in one line; empty: not said
};

struct Authority {
  std::string code;
  std::string name;
  Nation nation = Nation::england;
  core::Date starts_on;
  std::optional<core::Date> ends_on;
  std::vector<std::string> successors;
  std::string records_to = {};  // of several, who takes what no share names; empty: nobody
  std::vector<std::string> aliases;
  Contact ask;
  std::int64_t population = 0;

  bool in_force(core::Date day) const { return starts_on <= day && (!ends_on || day <= *ends_on); }
};

// One record of an authority that is divided, or one of its officers, which goes to another of its
// successors than the rest.
struct Share {
  std::string former;
  core::Uuid record;
  std::string successor;
  friend bool operator==(const Share&, const Share&) = default;
};

// Immutable; safe from any thread.
class Authorities {
public:
  Authorities() = default;
  explicit Authorities(std::vector<Authority> authorities, std::vector<Share> shares = {});

  // Null when no authority has that code.
  const Authority* with_code(std::string_view code) const;
  // By code, name or alias, however it is capitalised, in force on `day`; null when none is.
  const Authority* named(std::string_view words, core::Date day) const;
  std::vector<const Authority*> in_force(core::Date day) const;
  const std::vector<Authority>& all() const { return authorities_; }
  // In the order of formers and records.
  const std::vector<Share>& shares() const { return shares_; }
  // To whom that record of the former authority was given by name; null for what is of the rest.
  const Share* share_of(std::string_view former, const core::Uuid& record) const;

private:
  std::vector<Authority> authorities_;
  std::vector<Share> shares_;
  std::unordered_map<std::string, std::size_t> by_code_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
};

}  // namespace badgewatch::domain
