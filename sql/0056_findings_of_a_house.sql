-- What officers of a former authority found about two people its heir sees with its own findings.
create policy taken_over on finding for select to bw_app
  using (authority in (select s.former from succession as s
                        where s.is_rest
                          and s.holder = nullif(current_setting('badgewatch.authority', true), '')));
