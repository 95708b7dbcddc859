// What agrees speaks for one person, whatever else is there.
#include "crowd.hpp"

#include <catch2/catch.hpp>

using namespace badgewatch;
using namespace badgewatch::match;
using namespace badgewatch::match::crowd;
using person::Person;

namespace {

template <class Change>
void never_lowers(const Person& a, const Person& b, Change&& change) {
  const auto before = score(Profile(a), Profile(b));
  auto more_a = a;
  auto more_b = b;
  change(more_a);
  change(more_b);
  const auto after = score(Profile(more_a), Profile(more_b));
  RC_ASSERT(after.weight >= before.weight - 1e-9);
  RC_ASSERT(after.band >= before.band);
}

}  // namespace

TEST_CASE("a date of birth that agrees never lowers the weight") {
  REQUIRE(rc::check([] {
    auto a = *anyone();
    auto b = *anyone();
    (*rc::gen::arbitrary<bool>() ? a : b).date_of_birth.reset();
    auto date = *rc::gen::element(person::BirthDate{1985, 3, 14}, person::BirthDate{1990, 1, 1});
    if (a.date_of_birth) date = *a.date_of_birth;
    if (b.date_of_birth) date = *b.date_of_birth;
    // Driver numbers may say another one, and say it already.
    if (!a.date_of_birth && !b.date_of_birth) a.driving_licence.reset();
    never_lowers(a, b, [&](Person& one) { one.date_of_birth = date; });
  }));
}

TEST_CASE("one more name that agrees never lowers the weight") {
  REQUIRE(rc::check([] {
    const auto a = *anyone();
    const auto b = *anyone();
    auto name = *any_name();
    name.kind = person::NameKind::alias;
    never_lowers(a, b, [&](Person& one) { one.names.push_back(name); });
  }));
}

TEST_CASE("a person made ready twice is the same person") {
  REQUIRE(rc::check([] {
    const auto one = *anyone_odd();
    const auto other = *anyone();
    const auto once = compare(Profile(one), Profile(other));
    const auto again = compare(Profile(one), Profile(other));
    RC_ASSERT(once.weight == again.weight);
    // Nobody is nearer to somebody than he is himself, by names alone.
    Person names;
    names.names = one.names;
    Person others;
    others.names = other.names;
    RC_ASSERT(score(Profile(others), Profile(others)).weight >=
              score(Profile(names), Profile(others)).weight - 1e-9);
  }));
}
