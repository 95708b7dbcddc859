// People as numbers, with what they share: names, postcodes, households.
#pragma once

#include "domain/search.hpp"
#include "sample/draws.hpp"

#include <cmath>

namespace badgewatch::sample {

// Somebody who may be searched. Drivers of an authority are dense in its postcodes.
class SearchedPerson {
public:
  SearchedPerson(std::uint64_t seed, std::uint64_t number, std::uint64_t area)
      : draws_(seed, number, Purpose::search), number_(number), area_(area) {
    name_ = name_number(draws_);
    constexpr std::uint64_t postcodes_of_area = 4'000;
    postcode_ = draws_.below(postcodes_of_area);
  }

  // Three of ten have one of 500 common names, the commonest borne by one of 200 people.
  static std::uint64_t name_number(Draws& draws) {
    constexpr double common = 500;
    constexpr double flat = 20;
    if (!draws.chance(30)) return 1'000 + draws.below(200'000);
    return static_cast<std::uint64_t>(flat * std::exp(draws.share() * std::log(1 + common / flat)) -
                                      flat);
  }

  std::uint64_t name() const { return name_; }
  void move_to(std::uint64_t postcode) { postcode_ = postcode; }
  void take_name(std::uint64_t name) { name_ = name; }
  std::uint64_t postcode() const { return postcode_; }

  // `variant`: another date of birth or number than the right one, 0.
  domain::SearchTraits traits(std::uint64_t variant = 0) const {
    constexpr std::uint64_t postcodes_of_sector = 40;
    constexpr std::uint64_t names_of_surname = 7;
    domain::SearchTraits traits;
    traits.name = trait(1, name_, 0);
    traits.person = trait(2, name_, number_ + (variant << 40));
    traits.particulars = trait(3, name_, number_ + (variant << 40));
    traits.postcode = trait(4, area_, postcode_);
    traits.household =
        trait(5, name_ / names_of_surname, area_ << 32 | postcode_ / postcodes_of_sector);
    return traits;
  }

  static domain::Trait trait(std::uint64_t kind, std::uint64_t one, std::uint64_t other) {
    Draws draws(one * 31 + kind, other, Purpose::search);
    return draws.next() | 1;
  }

private:
  Draws draws_;
  std::uint64_t number_;
  std::uint64_t area_;
  std::uint64_t name_ = 0;
  std::uint64_t postcode_ = 0;
};

}  // namespace badgewatch::sample
