// All identity providers of this register.
#pragma once

#include "access/identity_provider.hpp"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace badgewatch::access {

// Filled before it serves; then thread safe.
class IdentityProviders {
public:
  void add(std::unique_ptr<IdentityProvider> provider) { all_.push_back(std::move(provider)); }

  // Null when there is none of that name.
  IdentityProvider* named(std::string_view name) const {
    for (const auto& one : all_)
      if (one->settings().name == name) return one.get();
    return nullptr;
  }
  std::span<const std::unique_ptr<IdentityProvider>> all() const { return all_; }

private:
  std::vector<std::unique_ptr<IdentityProvider>> all_;
};

}  // namespace badgewatch::access
