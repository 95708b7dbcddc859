#include "domain/two_people.hpp"

#include "core/text.hpp"

namespace badgewatch::domain {

namespace {

core::Error invalid(const char* pointer, const char* detail) {
  return {core::Errc::invalid,
          "Two different people of the authority are needed.",
          {{pointer, detail}}};
}

constexpr const char* same_person = "is the person who decided it: another one has to approve";
constexpr const char* own_name_only =
    "is not you: the other person approves it from a session of their own";

// Who signs in this very call.
struct Named {
  std::optional<Signatory> decided;
  std::optional<Signatory> approved;
};

core::Result<Named> named_in(const Signing& signing) {
  Named named;
  if (!signing.decided_by.empty()) named.decided = Signatory{signing.decided_by, {}};
  if (!signing.approved_by.empty()) named.approved = Signatory{signing.approved_by, {}};
  if (named.decided && named.approved && is_same_person(*named.decided, *named.approved))
    return invalid("/approved_by", same_person);
  if (!signing.acting) {
    if (!named.decided && !named.approved)
      return invalid("/decided_by", "is required: who of your authority decided it");
    return named;
  }
  if (named.decided && !is_same_person(*named.decided, *signing.acting))
    return invalid("/decided_by", own_name_only);
  if (named.approved && !is_same_person(*named.approved, *signing.acting))
    return invalid("/approved_by", own_name_only);
  (named.approved ? named.approved : named.decided) = signing.acting;
  return named;
}

}  // namespace

bool is_same_person(const Signatory& a, const Signatory& b) {
  if (!a.session.empty() && a.session == b.session) return true;
  return core::fold(a.name) == core::fold(b.name);
}

core::Result<Signatures> signatures_of(const Signing& signing,
                                       const std::optional<Signatory>& proposed) {
  auto named = named_in(signing);
  if (!named) return named.error();
  auto& [decided, approved] = *named;
  if (decided && approved) return Signatures{*decided, approved};
  const auto& only = decided ? *decided : *approved;
  if (!proposed) return Signatures{only, {}};
  if (is_same_person(only, *proposed))
    return invalid(decided ? "/decided_by" : "/approved_by",
                   "has proposed it: another person has to approve");
  return Signatures{*proposed, only};
}

}  // namespace badgewatch::domain
