"""The benchmark's communities: lead schools, what they did, whom their schools develop; by SQL, after the county."""

LEADS = 30
COMMUNITIES = 60
ACTIVITIES_OF_EACH = 40
PEOPLE_OF_EACH = 30

TABLES = (
    "support_communities", "supported_schools", "activity_kinds", "activities", "backbone_teachers",
    "member_developments",
)  # fmt: skip
"""Those that the scripts fill and the application gives versions to."""

_SCHOOLS = """
create temporary table leads as
  select county.id as bureau_id, nth as number, uuidv7() as id, uuidv7() as user_id
  from counties county, generate_series(1, %(leads)s) nth;
insert into organisations (id, bureau_id, parent_id, kind, ownership, name, name_pinyin, name_initials, created_at,
    updated_at)
  select id, bureau_id, bureau_id, 'school', 'public', '第' || number || '中学',
    'zhongxue' || lpad(number::text, 4, '0'), 'zx', now(), now()
  from leads;
insert into users (id, bureau_id, username, name, name_pinyin, name_initials, must_change_password, created_at,
    updated_at)
  select user_id, bureau_id, 'lead-' || user_id, '测试书记', 'ceshi', 'cs', false, now(), now() from leads;
insert into role_assignments (id, bureau_id, user_id, role, organisation_id, starts_on, created_at, updated_at)
  select uuidv7(), bureau_id, user_id, 'lead_secretary', id, %(first_month)s, now(), now() from leads;
insert into sessions (id, user_id, token_hash, created_at, expires_at)
  select uuidv7(), user_id, sha256(convert_to(user_id::text, 'UTF8')), now(), now() + interval '1 day' from leads;
"""

_COMMUNITIES = """
create temporary table communities as
  select lead.bureau_id, lead.id as lead_id, lead.user_id, institution.id as school_id, institution.number,
    uuidv7() as id, uuidv7() as kind_id
  from leads lead join institutions institution on institution.bureau_id = lead.bureau_id
    and institution.number <= %(communities)s and institution.number %% %(leads)s + 1 = lead.number;
insert into support_communities (id, bureau_id, name, lead_school_id, state, starts_on, created_at, updated_at)
  select id, bureau_id, '帮扶共同体' || lpad(number::text, 3, '0'), lead_id, 'active', %(first_month)s, now(), now()
  from communities;
insert into supported_schools (id, bureau_id, community_id, school_id, joined_on, left_on, created_at, updated_at)
  select uuidv7(), bureau_id, id, school_id, %(first_month)s, null, now(), now() from communities
  union all select uuidv7(), community.bureau_id, community.id, institution.id, %(first_month)s,
    %(first_month)s::date + 400, now(), now()
  from communities community join institutions institution on institution.bureau_id = community.bureau_id
    and institution.number = community.number + %(communities)s
  where community.number %% 3 = 0;
insert into activity_kinds (id, bureau_id, strand, name, position, created_at, updated_at)
  select kind_id, bureau_id, 'teaching', '送教下乡' || number, number, now(), now() from communities;
insert into activities (id, bureau_id, community_id, strand, kind_id, organiser_id, supported_school_ids, title, state,
    starts_on, ends_on, place, hosts, lead_participants, supported_participants, content, outcome, entered_by_user_id,
    completed_at, cancelled_at, cancel_reason, created_at, updated_at)
  select uuidv7(), bureau_id, id, 'teaching', kind_id, lead_id, array[school_id], '同课异构第' || nth || '次', state,
    starts_on, starts_on, '报告厅', '赵老师', 6, 18, '两校教师各上一节课，课后围绕课堂提问共同评课。',
    '形成教案两份，约定下月再上一轮。', user_id, case when state = 'done' then now() end,
    case when state = 'cancelled' then now() end, case when state = 'cancelled' then '遇大雪停课，另行安排' end, now(),
    now()
  from (select *, %(first_month)s::date + nth * 25 + number %% 20 as starts_on,
      case nth %% 10 when 3 then 'planned' when 7 then 'cancelled' else 'done' end as state
    from communities, generate_series(1, %(activities)s) nth) held;
insert into evidence (id, bureau_id, subject_type, subject_id, title, file_name, media_type, size, sha256, state,
    added_by_user_id, added_at, created_at, updated_at)
  select uuidv7(), bureau_id, 'activity', id, '现场照片', 'photo.jpg', 'image/jpeg', 20480, %(blob)s,
    case when starts_on - %(first_month)s::date < 600 then 'withdrawn' else 'catalogued' end, entered_by_user_id, now(),
    now(), now()
  from activities, generate_series(1, 2) where state = 'done';
"""

_PEOPLE = """
insert into backbone_teachers (id, bureau_id, school_id, name, name_pinyin, name_initials, subject, mentor_name,
    mentor_school_id, selected_on, training_on, recognised_on, recognition_document, ended_on, end_reason, created_at,
    updated_at)
  select uuidv7(), bureau_id, school_id, '教师' || nth, 'jiaoshi' || lpad((nth * 7 %% 100)::text, 3, '0'), 'js', '数学',
    '李老师', lead_id, %(first_month)s, case when nth %% 4 > 0 then %(first_month)s::date + 30 end,
    case when nth %% 4 > 1 then %(first_month)s::date + 300 end, case when nth %% 4 > 1 then '〔2025〕9号' end,
    case when nth %% 4 = 3 then %(first_month)s::date + 500 end, case when nth %% 4 = 3 then '调离学校' end, now(),
    now()
  from communities, generate_series(1, %(people)s) nth;
insert into member_developments (id, bureau_id, institution_id, name, name_pinyin, name_initials, applied_on,
    activist_on, target_on, probationary_on, full_on, contacts, introducers, ended_on, end_reason, created_at,
    updated_at)
  select uuidv7(), bureau_id, school_id, '同志' || nth, 'tongzhi' || lpad((nth * 7 %% 100)::text, 3, '0'), 'tz',
    %(first_month)s, case when reached > 0 then %(first_month)s::date + 121 end,
    case when reached > 1 then %(first_month)s::date + 600 end,
    case when reached > 2 then %(first_month)s::date + 700 end,
    case when reached > 3 then %(first_month)s::date + 1070 end, '张老师、王老师', '',
    case when reached = 5 then %(first_month)s::date + 1080 end, case when reached = 5 then '调离学校' end, now(), now()
  from communities, generate_series(1, %(people)s) nth, lateral (select nth %% 6 as reached) stage;
"""

SCRIPTS = (_SCHOOLS, _COMMUNITIES, _PEOPLE)
PARAMETERS = {
    "leads": LEADS,
    "communities": COMMUNITIES,
    "activities": ACTIVITIES_OF_EACH,
    "people": PEOPLE_OF_EACH,
}
