// A page: what stands in the middle, within the same frame each time.
#pragma once

#include "http/message.hpp"
#include "web/part.hpp"
#include "web/visit.hpp"

#include <string>

namespace badgewatch::web {

struct Page {
  std::string title;
  Part content;
  std::string active = {};  // the address of the entry of the navigation that it belongs to
  bool has_errors = false;  // said in the title too, for who hears it first
  bool wide = false;        // as wide as the frame; else two thirds of it
};

http::Response show(const Visit& visit, int status, const Page& page);

// 303, to be asked for by GET.
http::Response go_to(std::string location, http::Headers headers = {});

// What every page of the register's allows itself: files of its own, forms to itself, no other
// host, no frame around it.
http::Headers page_headers();

// A form's hidden token and, where it is given, the key under which it does what it does once.
Part form_token(const Visit& visit, const std::string& once_key = {});
// A new key for a form that is shown; the one that came with it where it comes again.
std::string once_key(const Visit& visit);
// That key as the API takes it; empty where the form bore none.
http::Headers once_header(const Visit& visit);

}  // namespace badgewatch::web
