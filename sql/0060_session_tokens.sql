-- Who shows a second factor anew goes on under another token.
grant update (token_hash) on officer_session to bw_access;
