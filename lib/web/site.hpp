// Everything that lib/net serves on one address: pages for people, and behind them the API.
#pragma once

#include "http/router.hpp"
#include "web/files_at_work.hpp"
#include "web/visit.hpp"

namespace badgewatch::web {

struct PageAction {
  http::Response (*answer)(const Visit&) = nullptr;
  bool open = false;  // to whoever is not signed in
  // The call of the API that the page is for: who may not make it gets no form for it.
  std::string_view method = {};
  std::string_view pattern = {};
  std::size_t form_limit = 0;  // of a form with a file, in bytes; 0: its form has none
};

// Of a form with a file. Who has more rows sends them by the API; a file of a disclosure request
// that is too large is told at its field, and what was typed beside it stays.
inline constexpr std::size_t largest_form_with_file = std::size_t{16} << 20;

// The list to read first. Throws std::logic_error for a page whose call is not in
// access/permissions.cpp.
std::vector<http::Route<PageAction>> pages();

class Site final : public http::Service {
public:
  // Of forms with a file so many are worked on at once, half of them of one officer; who comes too
  // late is told to try again. Each holds a worker, so it is a part of these.
  explicit Site(SiteParts parts, std::size_t files_at_once = 8);

  http::BodyPlan plan(const http::RequestHead& head) const override;
  std::optional<http::Response> immediate(const http::RequestHead& head) const override;
  http::Response handle(http::Request request) override;
  std::variant<Upload, http::Response> open_upload(const http::RequestHead& head) override;
  http::Response problem(const core::Error& error) const override;

private:
  enum class Body { read, unread };
  http::Response on_way_to_provider(const http::Request& request);
  http::Response guarded(const http::Request& request, Body body);
  http::Response answer(const http::Request& request, Body body);
  http::Response answer_signed_in(const Visit& visit, const PageAction& action);

  SiteParts parts_;
  http::Router<PageAction> router_;
  FilesAtWork files_;
};

}  // namespace badgewatch::web
