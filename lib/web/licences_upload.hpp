// A file of licences, recorded row by row.
#pragma once

#include "web/page.hpp"

namespace badgewatch::web {

http::Response show_licences_upload(const Visit& visit);
http::Response do_upload_licences(const Visit& visit);

inline constexpr const char* licence_columns =
    "licence_number,class,status,granted_on,expires_on,full_name,former_names,date_of_birth,"
    "national_insurance_number,driving_licence_number,driving_licence_issuer,address_1,address_2,"
    "postcode,email,telephone";

}  // namespace badgewatch::web
