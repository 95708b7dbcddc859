-- A concern in a hit goes with the licence that was found, where a former authority was divided.
grant select (licence) on concern_issuer to bw_match;
