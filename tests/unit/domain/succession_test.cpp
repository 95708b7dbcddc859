// Who acts for an authority that has ended, and from which day.
#include "domain/succession.hpp"

#include "real_reference.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::domain;
using tests::day;

namespace {

Authority authority(const char* code, const char* starts_on, const char* ends_on = "",
                    std::vector<std::string> successors = {}) {
  Authority made;
  made.code = code;
  made.name = "Council " + made.code;
  made.starts_on = day(starts_on);
  if (*ends_on != 0) made.ends_on = day(ends_on);
  made.successors = std::move(successors);
  return made;
}

std::string acting(const Authorities& all, const char* code, const char* on) {
  const auto* found = acting_for(all, code, day(on));
  return found == nullptr ? "" : found->code;
}

// OLD into MID on 1 April 2025, MID into NEW on 1 April 2027; SPL to OTH on 1 April 2026.
Authorities chain() {
  return Authorities({authority("OLD", "1974-04-01", "2025-03-31", {"MID"}),
                      authority("MID", "2025-04-01", "2027-03-31", {"NEW"}),
                      authority("NEW", "1974-04-01"), authority("OTH", "1974-04-01"),
                      authority("SPL", "1974-04-01", "2026-03-31", {"OTH"}),
                      authority("TWO", "1974-04-01", "2026-03-31", {"NEW", "OTH"}),
                      authority("GON", "1974-04-01", "2026-03-31")});
}

// DIV among FIR, its heir, SEC and THI on 1 April 2026; SEC into FIR a year later.
Authorities divided(std::vector<Share> shares) {
  auto former = authority("DIV", "1974-04-01", "2026-03-31", {"SEC", "FIR", "THI"});
  former.records_to = "FIR";
  return Authorities(
      {former, authority("FIR", "1974-04-01"),
       authority("SEC", "1974-04-01", "2027-03-31", {"FIR"}), authority("THI", "1974-04-01")},
      std::move(shares));
}

}  // namespace

TEST_CASE("On its last day an authority acts for itself, on the next day its successor does") {
  const auto all = chain();
  CHECK(acting(all, "OLD", "2025-03-31") == "OLD");
  CHECK(acting(all, "OLD", "2025-04-01") == "MID");
  CHECK(acting(all, "OLD", "2027-03-31") == "MID");
  CHECK(acting(all, "OLD", "2027-04-01") == "NEW");
  CHECK(acting(all, "MID", "2027-04-01") == "NEW");
  CHECK(acting(all, "NEW", "2027-04-01") == "NEW");
  CHECK(acting(all, "XXX", "2027-04-01").empty());
}

TEST_CASE("Of several successors nobody has the records") {
  const auto all = chain();
  CHECK(acting(all, "SPL", "2026-04-01") == "OTH");
  CHECK(acting(all, "TWO", "2026-04-01") == "TWO");
  CHECK(acting(all, "GON", "2026-04-01") == "GON");
}

TEST_CASE("Nobody stands for an authority but itself and who acts for it that day") {
  const auto all = chain();
  CHECK(stands_for(all, "MID", "OLD", day("2026-01-01")));
  CHECK_FALSE(stands_for(all, "NEW", "OLD", day("2026-01-01")));
  CHECK(stands_for(all, "NEW", "OLD", day("2027-04-01")));
  CHECK_FALSE(stands_for(all, "MID", "OLD", day("2027-04-01")));
  CHECK_FALSE(stands_for(all, "OLD", "NEW", day("2027-04-01")));
  CHECK_FALSE(stands_for(all, "OTH", "OLD", day("2027-04-01")));
  CHECK(stands_for(all, "OLD", "OLD", day("2027-04-01")));
  CHECK(is_one_house(all, {"OLD"}, {"MID"}, day("2026-01-01")));
  CHECK_FALSE(is_one_house(all, {"OLD"}, {"NEW"}, day("2026-01-01")));
  CHECK(is_one_house(all, {"NEW"}, {"OLD"}, day("2027-04-01")));
  CHECK_FALSE(is_one_house(all, {"NEW"}, {"OTH"}, day("2027-04-01")));
  CHECK_FALSE(is_one_house(all, {"NEW"}, {"XXX"}, day("2027-04-01")));
  CHECK(formers_of(all, "NEW", day("2027-03-31")).empty());
  CHECK(formers_of(all, "NEW", day("2027-04-01")) == std::vector<std::string>{"OLD", "MID"});
  CHECK(formers_of(all, "OTH", day("2027-04-01")) == std::vector<std::string>{"SPL"});
}

TEST_CASE("The old name stays readable beside the new one") {
  const auto all = chain();
  CHECK(name_on(all, "OLD", day("2025-03-31")) == "Council OLD");
  CHECK(name_on(all, "OLD", day("2025-04-01")) == "Council MID (formerly Council OLD)");
  CHECK(name_on(all, "OLD", day("2027-04-01")) == "Council NEW (formerly Council OLD)");
  CHECK(name_on(all, "GON", day("2027-04-01")) == "Council GON");
  CHECK(name_on(all, "XXX", day("2027-04-01")) == "XXX");
  CHECK(names_former(name_on(all, "OLD", day("2025-04-01"))));
  CHECK_FALSE(names_former(name_on(all, "OLD", day("2025-03-31"))));
  CHECK_FALSE(names_former("Council of Here (There)"));
}

TEST_CASE("What has happened by a day names who took over and who acts by now") {
  const auto all = chain();
  CHECK(successions_by(all, day("2025-03-31")).empty());
  CHECK(successions_by(all, day("2027-04-01")) ==
        std::vector<Succession>{{"OLD", "MID", "NEW", day("2025-04-01")},
                                {"SPL", "OTH", "OTH", day("2026-04-01")},
                                {"MID", "NEW", "NEW", day("2027-04-01")}});
}

TEST_CASE("Of a divided authority each successor has what is named for it, and the heir the rest") {
  const core::Uuid named{{1}}, of_third{{2}}, other{{3}};
  const auto all = divided({{"DIV", named, "SEC"}, {"DIV", of_third, "THI"}});
  const auto on = day("2026-04-01");
  const auto acting_on = [&](const core::Uuid& record, core::Date when) {
    return acting_for(all, "DIV", when, record)->code;
  };
  CHECK(acting_on(named, day("2026-03-31")) == "DIV");
  CHECK(acting_on(named, on) == "SEC");
  CHECK(acting_on(of_third, on) == "THI");
  CHECK(acting_on(other, on) == "FIR");
  CHECK(acting(all, "DIV", "2026-04-01") == "FIR");
  // One of them ends in turn, and what it had goes on.
  CHECK(acting_on(named, day("2027-04-01")) == "FIR");
  CHECK(acting_on(of_third, day("2027-04-01")) == "THI");

  CHECK(stands_for(all, "SEC", "DIV", on, named));
  CHECK_FALSE(stands_for(all, "FIR", "DIV", on, named));
  CHECK_FALSE(stands_for(all, "SEC", "DIV", on, other));
  CHECK_FALSE(stands_for(all, "SEC", "DIV", on));
  CHECK_FALSE(stands_for(all, "SEC", "DIV", day("2026-03-31"), named));
  // What goes on under the former code is the heir's.
  CHECK(stands_for(all, "DIV", "DIV", on, other));
  CHECK(stands_for(all, "DIV", "DIV", on));
  CHECK_FALSE(stands_for(all, "DIV", "DIV", on, named));
  CHECK(stands_for(all, "DIV", "DIV", day("2026-03-31"), named));
  for (const auto* code : {"FIR", "SEC", "THI"})
    CHECK(formers_of(all, code, on) == std::vector<std::string>{"DIV"});
  CHECK(formers_of(all, "FIR", day("2027-04-01")) == std::vector<std::string>{"DIV", "SEC"});
  CHECK(inherited_by(all, "FIR", on) == std::vector<std::string>{"DIV"});
  CHECK(inherited_by(all, "SEC", on).empty());
  CHECK(inherited_by(all, "DIV", on).empty());

  // A driver whom its successor licenses anew holds no two licences; whom another one does, two.
  CHECK(is_one_house(all, {"DIV", named}, {"SEC", other}, on));
  CHECK_FALSE(is_one_house(all, {"DIV", named}, {"FIR", other}, on));
  CHECK(is_one_house(all, {"DIV", other}, {"FIR", named}, on));
  CHECK_FALSE(is_one_house(all, {"DIV", named}, {"DIV", other}, on));
  CHECK(is_one_house(all, {"DIV", named}, {"DIV", other}, day("2026-03-31")));
}

TEST_CASE("Of a divided authority the old name stays readable beside whoever has the record") {
  const core::Uuid named{{1}}, other{{3}};
  const auto all = divided({{"DIV", named, "SEC"}});
  const auto on = day("2026-04-01");
  CHECK(name_on(all, "DIV", on, named) == "Council SEC (formerly Council DIV)");
  CHECK(name_on(all, "DIV", on, other) == "Council FIR (formerly Council DIV)");
  CHECK(name_on(all, "DIV", on) ==
        "Council FIR or Council SEC or Council THI (formerly Council DIV)");
  CHECK(name_on(all, "DIV", day("2027-04-01")) ==
        "Council FIR or Council THI (formerly Council DIV)");
  CHECK(name_on(all, "DIV", day("2026-03-31"), named) == "Council DIV");
}

TEST_CASE("A division is one succession for each successor, the heir's first") {
  const auto all = divided({});
  CHECK(successions_by(all, day("2026-04-01")) ==
        std::vector<Succession>{{"DIV", "FIR", "FIR", day("2026-04-01"), true},
                                {"DIV", "SEC", "SEC", day("2026-04-01"), false},
                                {"DIV", "THI", "THI", day("2026-04-01"), false}});
  CHECK(successions_by(all, day("2027-04-01"))[1].holder == "FIR");
  // Each of them is in force on the day.
  auto late = authority("DIV", "1974-04-01", "2026-03-31", {"SEC", "FIR"});
  late.records_to = "FIR";
  const auto wrong = wrong_successors(
      Authorities({late, authority("FIR", "1974-04-01"), authority("SEC", "2026-05-01")}));
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].second == "SEC is not in force on the day after ends_on");
}

TEST_CASE("What an authority held of an earlier one is divided with it") {
  // OLD into DIV, which is divided among FIR, SEC and THI a year later; SEC into FIR then.
  const core::Uuid named{{1}}, other{{3}};
  const auto stands = divided({{"DIV", named, "SEC"}});
  auto each = stands.all();
  each.push_back(authority("OLD", "1974-04-01", "2025-03-31", {"DIV"}));
  const Authorities all(each, stands.shares());
  const auto before = day("2026-03-31"), on = day("2026-04-01");
  CHECK(acting_for(all, "OLD", before, named)->code == "DIV");
  CHECK(acting_for(all, "OLD", on, named)->code == "SEC");
  CHECK(acting_for(all, "OLD", on, other)->code == "FIR");
  CHECK(stands_for(all, "SEC", "OLD", on, named));
  CHECK_FALSE(stands_for(all, "FIR", "OLD", on, named));
  CHECK(formers_of(all, "SEC", before).empty());
  for (const auto* code : {"FIR", "SEC", "THI"})
    CHECK(formers_of(all, code, on) == std::vector<std::string>{"DIV", "OLD"});
  CHECK(name_on(all, "OLD", on, named) == "Council SEC (formerly Council OLD)");
  CHECK(name_on(all, "OLD", on) ==
        "Council FIR or Council SEC or Council THI (formerly Council OLD)");
  CHECK(name_on(all, "OLD", before) == "Council DIV (formerly Council OLD)");

  CHECK(successions_by(all, before) ==
        std::vector<Succession>{{"OLD", "DIV", "DIV", day("2025-04-01")}});
  const auto happened = successions_by(all, on);
  REQUIRE(happened.size() == 6);
  CHECK(happened[0] == Succession{"OLD", "DIV", "FIR", day("2025-04-01")});
  CHECK(happened[4] == Succession{"OLD", "SEC", "SEC", on, false, "DIV"});
  CHECK(happened[5] == Succession{"OLD", "THI", "THI", on, false, "DIV"});
  // Stated is the division alone.
  CHECK(stated_successions(all).size() == 5);
  CHECK(successions_by(all, day("2027-04-01"))[5].holder == "FIR");
}

TEST_CASE("A matter went with what is named of it, itself first") {
  const core::Uuid matter{{1}}, licence{{2}}, other{{3}};
  const auto stands = divided({{"DIV", licence, "SEC"}, {"DIV", other, "THI"}});
  auto each = stands.all();
  each.push_back(authority("OLD", "1974-04-01", "2025-03-31", {"DIV"}));
  const Authorities all(each, stands.shares());
  const auto on = day("2026-04-01");
  const auto named = [&](std::string_view former, std::vector<core::Uuid> records,
                         std::string_view when = "2026-04-01") {
    return named_among(all, former, records, day(when));
  };
  CHECK(named("DIV", {matter, licence}) == licence);
  CHECK(named("DIV", {other, licence}) == other);
  CHECK(named("OLD", {matter, licence}) == licence);
  CHECK(named("OLD", {matter, licence}, "2025-03-31") == matter);
  CHECK(named("DIV", {matter}) == matter);
  CHECK(named("FIR", {matter, licence}) == matter);
  CHECK(named("NOBODY", {matter, licence}) == matter);
  CHECK(stands_for(all, "SEC", "DIV", on, named("DIV", {matter, licence})));
}

TEST_CASE("A succession that leads back to itself, or to nobody in force, is named") {
  const Authorities ring({authority("AAA", "1974-04-01", "2026-03-31", {"BBB"}),
                          authority("BBB", "1974-04-01", "2027-03-31", {"AAA"})});
  const auto wrong = wrong_successors(ring);
  REQUIRE(wrong.size() == 3);
  CHECK(wrong[0] == std::pair(std::size_t{0}, std::string("leads back to where it began")));
  CHECK(wrong[1].second == "AAA is not in force on the day after ends_on");
  CHECK(wrong[2] == std::pair(std::size_t{1}, std::string("leads back to where it began")));
  // Bounded, whoever asks.
  CHECK(acting_for(ring, "AAA", day("2028-01-01")) != nullptr);
  const Authorities late(
      {authority("AAA", "1974-04-01", "2026-03-31", {"BBB"}), authority("BBB", "2026-05-01")});
  REQUIRE(wrong_successors(late).size() == 1);
  CHECK(wrong_successors(chain()).empty());
}
