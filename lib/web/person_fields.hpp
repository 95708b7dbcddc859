// The boxes in which a person is typed, for a check, an entry or a licence; PERSON of the API out
// of them, and back.
#pragma once

#include "core/json_writer.hpp"
#include "web/form_errors.hpp"
#include "web/json_view.hpp"
#include "web/part.hpp"
#include "web/visit.hpp"

#include <map>
#include <string>
#include <vector>

namespace badgewatch::web {

// What stands in the boxes, by the name of the box.
using Typed = std::map<std::string, std::string, std::less<>>;

// What was sent, of those boxes.
Typed typed_person(const Visit& visit);

// As one value of JSON; boxes that are empty are left out.
void write_person(core::JsonWriter& out, const Typed& typed);
std::string person_json(const Typed& typed);
// The same of somebody who is there already: what its box shows as it was stays as it was, whatever
// the boxes cannot show of it (parts and kinds of names, a third address).
std::string person_json(const Typed& typed, const JsonView& stands);
// The boxes of a PERSON that the register gave.
Typed typed_of(const JsonView& person);

// Where each member of PERSON, which lies at `pointer`, stands on the page.
std::vector<FieldPlace> person_places(const std::string& pointer);

// Section 2(4) of the 2022 Act says what an entry holds of somebody: no earlier address, e-mail or
// telephone.
enum class AskedOfPerson { everything, what_the_act_asks };

// The boxes, added to {{>FIELDS}}.
void add_person_fields(Part& content, const Typed& typed, const FormErrors& errors,
                       AskedOfPerson asked = AskedOfPerson::everything);

// What fills three boxes for a day, and what they say: YYYY-MM-DD, or as much as was typed of it.
std::string typed_day(const Typed& typed, const std::string& id);

}  // namespace badgewatch::web
