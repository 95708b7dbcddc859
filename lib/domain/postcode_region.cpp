#include "domain/postcode_region.hpp"

#include <array>

namespace badgewatch::domain {

namespace {

struct Region {
  std::string_view name;
  std::string_view areas;  // each with a blank before and behind it
};

constexpr std::array regions{
    Region{"East Midlands", " DE DN LE LN NG NN "},
    Region{"East of England", " AL CB CM CO IP LU NR PE SG SS WD "},
    Region{"London", " BR CR E EC EN HA IG KT N NW RM SE SM SW TW UB W WC "},
    Region{"North East", " DH DL NE SR TS "},
    Region{"North West", " BB BL CA CH CW FY L LA M OL PR SK WA WN "},
    Region{"Northern Ireland", " BT "},
    Region{"Scotland", " AB DD DG EH FK G HS IV KA KW KY ML PA PH TD ZE "},
    Region{"South East", " BN CT DA GU HP ME MK OX PO RG RH SL SO TN "},
    Region{"South West", " BA BH BS DT EX GL PL SN SP TA TQ TR "},
    Region{"Wales", " CF LD LL NP SA "},
    Region{"West Midlands", " B CV DY HR ST SY TF WR WS WV "},
    Region{"Yorkshire and The Humber", " BD HD HG HU HX LS S WF YO "},
};

}  // namespace

std::string_view region_of_postcode_area(std::string_view area) {
  const bool may_be_one = !area.empty() && area.size() <= 2 && area.find(' ') == area.npos;
  if (!may_be_one) return {};
  for (const auto& region : regions)
    for (auto at = region.areas.find(area); at != std::string_view::npos;
         at = region.areas.find(area, at + 1))
      if (region.areas[at - 1] == ' ' && region.areas[at + area.size()] == ' ') return region.name;
  return {};
}

}  // namespace badgewatch::domain
