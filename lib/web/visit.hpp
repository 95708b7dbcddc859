// One request for a page, and who sends it.
#pragma once

#include "access/entrance.hpp"
#include "access/limiter.hpp"
#include "app/reference_data.hpp"
#include "core/clock.hpp"
#include "http/form.hpp"
#include "http/message.hpp"
#include "http/router.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace badgewatch::web {

// What the pages work with. All of it outlives them.
struct SiteParts {
  access::Entrance& api;  // asked in this process: the one way to do anything
  access::Identification& identification;
  access::Limiter& limiter;
  ports::BudgetTerms address;  // of requests, whatever is asked
  const app::ReferenceData& reference;
  const core::Clock& clock;
  core::Randomness& randomness;
  std::string public_url;  // as browsers reach the register, where it is set
};

struct Visit {
  const SiteParts& parts;
  const http::Request& request;
  const http::PathParameters& path;
  const http::Form& form;         // what was sent; empty where nothing was
  const access::Credential* who;  // null: nobody who is signed in
  bool reads = false;             // its page is for a call that changes nothing

  core::Date today() const { return core::uk_date(parts.clock.now()); }
  // As it was typed; empty where it was not sent.
  std::string typed(std::string_view name) const {
    return std::string(form.find(name).value_or(""));
  }
  // Whether they may make that call of the API.
  bool may(std::string_view method, std::string_view pattern) const {
    const auto* permission = access::permission_of(method, pattern);
    return who != nullptr && permission != nullptr && who->may(*permission);
  }
  std::string csrf() const {
    return who != nullptr && who->signed_in ? who->signed_in->csrf_token : "";
  }
};

}  // namespace badgewatch::web
