create table trainer_jobs (
    id varchar(36) primary key,
    tenant varchar(64) not null,
    key_hash varchar(64) unique,
    fingerprint varchar(64),
    state varchar(10) not null,
    told varchar(10) not null,
    owner varchar(128),
    attempts int not null,
    cancel_requested boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    started_at bigint,
    request ${binary} not null,
    data ${binary},
    progress ${binary},
    result ${binary},
    failure ${binary},
    published varchar(260)
);

create index trainer_jobs_by_tenant on trainer_jobs (tenant, created_at);

create index trainer_jobs_by_state on trainer_jobs (state, created_at);
