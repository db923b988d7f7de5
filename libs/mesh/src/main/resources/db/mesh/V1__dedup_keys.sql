-- Requests that came with an idempotency key (platform §2.5). Times are milliseconds of the epoch.
create table dedup_keys (
  key_hash     varchar(64)  not null primary key,
  state        varchar(16)  not null,
  fingerprint  varchar(64)  not null,
  owner        varchar(128) not null,
  lease_until  bigint       not null,
  created_at   bigint       not null,
  expires_at   bigint       not null,
  status       integer,
  content_type varchar(255),
  body         ${binary}
);
create index dedup_keys_expires_at on dedup_keys (expires_at);
