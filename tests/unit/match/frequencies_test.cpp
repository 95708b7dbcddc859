#include "match/frequencies.hpp"

#include "match/name_tables.hpp"
#include "people.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::match;

namespace {

double weight_of(const Frequencies& table, const std::string& a, const std::string& b) {
  return compare(Profile(person_of(a), table), Profile(person_of(b), table)).evidence[0].weight;
}

Frequencies learnt_from(const std::vector<std::pair<std::string, int>>& names) {
  FrequencyCount count;
  for (const auto& [name, people] : names)
    for (int i = 0; i < people; ++i)
      count.add(Profile(person_of(name)));
  return count.learnt();
}

}  // namespace

TEST_CASE("a table is read, and written so that reading it again changes nothing") {
  const auto table = Frequencies::read("# a comment\nkhan 25000 0.75\nzyx 3.5\n\n* 40\n");
  REQUIRE(table.has_value());
  CHECK(
      table->text() ==
      "# format: badgewatch-name-frequencies/1\n* 40.00 0.60\nkhan 25000.00 0.75\nzyx 3.50 0.60\n");
  const auto again = Frequencies::read(table->text());
  REQUIRE(again.has_value());
  CHECK(again->text() == table->text());
  CHECK(again->fingerprint() == table->fingerprint());
  CHECK(rules_version(*again) == rules_version(*table));
  CHECK(rules_version(*again) != rules_version());
  CHECK(table->facts_of("khan").weight < table->facts_of("zyx").weight);
  CHECK(table->facts_of("khan").further == 48);
  CHECK(table->facts_of("nobodyhere").weight == table->facts_of("*").weight);
}

TEST_CASE("a table of another form is refused") {
  for (const auto* bad : {"khan", "khan x", "khan 0", "khan -1", "khan 2000000", " 5", "khan 5 2",
                          "khan 5 0.5 6", "khan 5x", "khan  5"})
    CHECK_FALSE(Frequencies::read(bad).has_value());
  CHECK(Frequencies::read("").has_value());
}

TEST_CASE("what many of a register's people bear says less there") {
  const auto table = learnt_from({{"Zana Aslan", 600}, {"Piotr Nowak", 400}});
  CHECK(weight_of(table, "Zana Aslan", "Zana Aslan") <
        weight_of(Frequencies::built_in(), "Zana Aslan", "Zana Aslan"));
  // One person is counted once, however often a name repeats a word.
  CHECK(learnt_from({{"Khan Khan", 50}}).text() == learnt_from({{"Khan", 50}}).text());
}

TEST_CASE("a word that always comes with another says little beside it") {
  std::vector<std::pair<std::string, int>> names;
  for (const auto* given : {"Gurdeep", "Amandeep", "Surjit", "Harjit", "Baljit"})
    names.push_back({std::string(given) + " Singh", 8});
  for (const auto* name : {"Ann Smith", "John Brown", "Paul Jones", "Mary Evans", "Tom Hill"})
    names.push_back({name, 800});
  const auto table = learnt_from(names);
  CHECK(table.facts_of("singh").further < table.facts_of("nobodyhere").further);
}

TEST_CASE("spellings of one name weigh by all its bearers") {
  const auto table = Frequencies::read("mohammed 50000\nmaxamed 1\n");
  REQUIRE(table.has_value());
  const auto rare = table->facts_of("maxamed");
  CHECK(rare.family < rare.weight);
  CHECK(rare.family == table->facts_of("mohammed").family);
}

TEST_CASE("a register that stands nearly still learns nothing that matters") {
  FrequencyCount count;
  const std::vector<std::string> given = {"Zana", "Piotr", "Ann", "Gurdeep", "Olu"};
  const std::vector<std::string> family = {"Aslan", "Nowak", "Evans", "Gill", "Ade"};
  const auto add = [&](std::size_t people) {
    for (std::size_t i = 0; i < people; ++i)
      count.add(Profile(person_of(given[i % 5] + " " + family[i / 5 % 5])));
  };
  add(12'000);
  const auto yesterday = count.learnt();
  CHECK(share_that_differs(yesterday, yesterday) == 0);
  CHECK_FALSE(differs_materially(yesterday, yesterday));

  // A night: a few more of those that there are, a few whom nobody knew.
  add(10);
  for (const auto* name : {"Xhevdet Krasniqi", "Bukurije Hoxhaj", "Kwabena Ofosuhene"})
    count.add(Profile(person_of(name)));
  const auto today = count.learnt();
  CHECK(today.fingerprint() != yesterday.fingerprint());
  CHECK(share_that_differs(yesterday, today) > 0);
  CHECK_FALSE(differs_materially(yesterday, today));

  // Nights add up, because each is held against the table in force.
  for (int i = 0; i < 200; ++i)
    count.add(Profile(person_of("Xhevdet Krasniqi")));
  CHECK(differs_materially(yesterday, count.learnt()));
}

TEST_CASE("what words that nobody bears weigh matters too") {
  const auto before = Frequencies::read("khan 5000\n* 10\n").value();
  CHECK(differs_materially(before, Frequencies::read("khan 5000\n* 5\n").value()));
  CHECK_FALSE(differs_materially(before, Frequencies::read("khan 5000\n* 9\n").value()));
  CHECK(differs_materially(before, Frequencies::read("khan 5000 0.1\n* 10\n").value()));
  CHECK_FALSE(differs_materially(before, Frequencies::read("khan 4500 0.6\n* 10\n").value()));
}

TEST_CASE("people are not compared by two tables at once") {
  const auto table = Frequencies::read("khan 5\n").value();
  const Profile ours(person_of("Ali Khan"), table);
  const Profile theirs(person_of("Ali Khan"));
  CHECK(ours.table() == table.fingerprint());
  CHECK_THROWS_AS(compare(ours, theirs), std::logic_error);
  CHECK_THROWS_AS(score(theirs, ours), std::logic_error);
  CHECK_NOTHROW(compare(ours, Profile(person_of("Ali Khan"), table)));
}
