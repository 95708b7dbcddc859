#include "web/page.hpp"

#include "core/uuid.hpp"
#include "web/frame_components.hpp"
#include "web/help.hpp"
#include "web/messages.hpp"
#include "web/navigation.hpp"

#include <memory>

namespace badgewatch::web {

namespace {

std::string authority_name(const Visit& visit) {
  const auto& code = visit.who->caller.authority;
  if (code.empty()) return std::string(say("frame.register"));
  const auto reference = visit.parts.reference.get();
  const auto* authority = reference->authorities.with_code(code);
  return authority == nullptr ? code : authority->name;
}

Part frame(const Visit& visit, const Page& page) {
  Part frame("frame");
  const auto title = say("frame.title", {{"title", page.title}});
  frame.set("TITLE", page.has_errors ? say("frame.title.error", {{"title", title}}) : title);
  frame.set("COLUMN",
            page.wide ? "govuk-grid-column-full" : "govuk-grid-column-two-thirds-from-desktop");
  frame.set("HELP", help_place(visit));
  frame.add("SKIP", component(SkipLink{std::string(say("frame.skip")), "#main-content"}));
  frame.add("HEADER", component(GenericHeader{std::string(say("frame.product"))}));
  if (visit.who != nullptr) {
    Values who;
    who.set("WHO", say("frame.who",
                       {{"name", visit.who->caller.label}, {"authority", authority_name(visit)}}));
    who.add("TOKEN", form_token(visit));
    frame.each("SIGNED_IN", std::move(who));
    std::vector<ServiceLink> links;
    for (const auto& item : navigation(visit))
      links.push_back({item.text, item.href, item.href == page.active});
    frame.add("NAVIGATION", component(ServiceNavigation{std::move(links)}));
  }
  frame.add("CONTENT", page.content);
  return frame;
}

}  // namespace

http::Headers page_headers() {
  return {{"Content-Type", "text/html; charset=utf-8"},
          {"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
           "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
          // A form's Origin is only told to the register itself.
          {"Referrer-Policy", "same-origin"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"}};
}

http::Response show(const Visit& visit, int status, const Page& page) {
  return {.status = status, .headers = page_headers(), .body = render(frame(visit, page))};
}

http::Response go_to(std::string location, http::Headers headers) {
  headers.emplace_back("Location", std::move(location));
  headers.emplace_back("Referrer-Policy", "same-origin");
  return {.status = 303, .headers = std::move(headers), .body = {}};
}

Part form_token(const Visit& visit, const std::string& once_key) {
  Part part("form_token");
  part.set("CSRF", visit.csrf()).maybe("ONCE", once_key);
  return part;
}

std::string once_key(const Visit& visit) {
  const auto sent = visit.typed("once");
  if (core::Uuid::parse(sent)) return sent;
  return core::new_uuid(visit.parts.clock, visit.parts.randomness).text();
}

http::Headers once_header(const Visit& visit) {
  const auto key = visit.typed("once");
  return key.empty() ? http::Headers() : http::Headers{{"Idempotency-Key", key}};
}

}  // namespace badgewatch::web
