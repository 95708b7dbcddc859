// Two different people: by name however it is written, and by session.
#include "domain/two_people.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using domain::Signatory;
using domain::Signing;

namespace {

const Signatory ann{"Ann Archer", "session of ann"};

std::string refused_at(const Signing& signing, const std::optional<Signatory>& proposed = {}) {
  const auto signatures = domain::signatures_of(signing, proposed);
  if (signatures) return "";
  CHECK(signatures.error().code() == core::Errc::invalid);
  REQUIRE(signatures.error().fields().size() == 1);
  return signatures.error().fields()[0].pointer;
}

}  // namespace

TEST_CASE("Names of one person are one however they are written") {
  for (const char* name : {"ann archer", "ANN ARCHER", "  Ann   Archer ", "Ann\tArcher"})
    CHECK(domain::is_same_person({"Ann Archer", ""}, {name, ""}));
  CHECK(domain::is_same_person({"Zoë Groß", ""}, {"ZOË GROSS", ""}));
  CHECK(domain::is_same_person({"Zoe\xCC\x88 G", ""}, {"Zoë g", ""}));
  for (const std::string name : {"A. Archer", "a archer", "Archer, A.", "A.Archer", "-A- Archer;"})
    CHECK(domain::is_same_person({"A Archer", ""}, {name, ""}));
  CHECK(domain::is_same_person({"...", ""}, {"-", ""}));
  CHECK(!domain::is_same_person({"A Archer", ""}, {"B. Archer", ""}));
  CHECK(!domain::is_same_person({"Ann Archer", ""}, {"Anna Archer", ""}));
  CHECK(domain::is_same_person({"Ann", "s1"}, {"Ann Archer", "s1"}));
  CHECK(!domain::is_same_person({"Ann", "s1"}, {"Bob", "s2"}));
  // Two sessions under one name are not believed to be two people.
  CHECK(domain::is_same_person({"Ann", "s1"}, {"ann", "s2"}));
}

TEST_CASE("A system names both, or one who proposes") {
  const auto both = domain::signatures_of({"Ann", "Bob", {}}, {}).value();
  CHECK(both.decided.name == "Ann");
  CHECK(both.approved->name == "Bob");
  CHECK(!domain::signatures_of({"Ann", "", {}}, {}).value().approved);
  CHECK(!domain::signatures_of({"", "Bob", {}}, {}).value().approved);
  CHECK(refused_at({"", "", {}}) == "/decided_by");
  CHECK(refused_at({"Ann", " ann", {}}) == "/approved_by");
}

TEST_CASE("What one has proposed another approves") {
  const Signatory proposer{"Ann", ""};
  for (const auto& signing : {Signing{"", "Bob", {}}, Signing{"Bob", "", {}}}) {
    const auto made = domain::signatures_of(signing, proposer).value();
    CHECK(made.decided.name == "Ann");
    CHECK(made.approved->name == "Bob");
  }
  CHECK(domain::signatures_of({"Ann", "Bob", {}}, proposer).value().approved->name == "Bob");
  CHECK(refused_at({"", "ANN ", {}}, proposer) == "/approved_by");
  CHECK(refused_at({"ann", "", {}}, proposer) == "/decided_by");
}

TEST_CASE("A person's session signs for that person alone") {
  const auto made = domain::signatures_of({"", "", ann}, {}).value();
  CHECK(made.decided == ann);
  CHECK(!made.approved);
  CHECK(!domain::signatures_of({"ann archer", "", ann}, {}).value().approved);
  CHECK(refused_at({"", "Bob", ann}) == "/approved_by");
  CHECK(refused_at({"Ann Archer", "Bob", ann}) == "/approved_by");
  CHECK(refused_at({"Bob", "Ann Archer", ann}) == "/decided_by");
  CHECK(domain::signatures_of({"", "", ann}, Signatory{"Bob", "session of bob"}).value().approved ==
        ann);
  CHECK(refused_at({"", "", ann}, ann) == "/decided_by");
  // Whoever proposed as a system's word does not approve by signing in.
  CHECK(refused_at({"", "", ann}, Signatory{"ann archer", ""}) == "/decided_by");
}
