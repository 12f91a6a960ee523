-- A test copy writes to nobody in the name of a school, and says what it is.
-- Odoo itself has stopped scheduled actions and mail servers already.
UPDATE huisbezoek_school
   SET name = '[TEST] ' || name,
       sender_email = NULL,
       reply_to = NULL,
       mail_tested_on = NULL,
       calendar_sync = FALSE
 WHERE name NOT LIKE '[TEST] %';
