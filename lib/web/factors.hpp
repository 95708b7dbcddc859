// What somebody proves themselves with, as pages ask for it and show it: a new password, an
// authenticator app, recovery codes. The same for who takes up an invitation and for who is signed
// in and changes theirs.
#pragma once

#include "core/json_writer.hpp"
#include "web/ask.hpp"
#include "web/form_errors.hpp"
#include "web/page.hpp"
#include "web/sheet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace badgewatch::web {

Part new_password_field(const FormErrors& errors);

// What an authenticator app is to be given.
struct Authenticator {
  std::string username;
  std::string secret;
  std::string address;  // what it reads as a QR code
};
Authenticator made_authenticator(const Answer& answer);
// As the form for its code bears it.
Authenticator typed_authenticator(const Visit& visit);

// Where the form for its code goes, and what it bears besides.
struct CodeForm {
  std::string action;
  std::vector<Part> fields = {};
};
http::Response authenticator_page(const Visit& visit, int status, const Authenticator& app,
                                  CodeForm form, const FormErrors& errors);
// What is missing of that form.
FormErrors missing_code(const Visit& visit);
// The code that was typed, as a member of a body.
void write_code(core::JsonWriter& out, const Visit& visit);
FieldPlace code_place();

// Those of the answer, shown once.
void add_recovery_codes(Sheet& sheet, const Answer& answer);

}  // namespace badgewatch::web
