create table foe_documents (
    kind varchar(16) not null,
    id varchar(200) not null,
    pool varchar(64) not null,
    revision bigint not null,
    created_at bigint not null,
    body ${binary} not null,
    primary key (kind, id)
);

create index foe_documents_by_pool on foe_documents (kind, pool, created_at);

create table foe_outputs (
    expert varchar(64) not null,
    version varchar(128) not null,
    input varchar(64) not null,
    features ${binary} not null,
    said ${binary} not null,
    primary key (expert, version, input)
);

create table foe_jobs (
    id varchar(36) primary key,
    tenant varchar(64) not null,
    kind varchar(16) not null,
    pool varchar(64) not null,
    state varchar(10) not null,
    told varchar(10) not null,
    owner varchar(128),
    attempts int not null,
    cancel_requested boolean not null,
    created_at bigint not null,
    updated_at bigint not null,
    progress double precision not null,
    message varchar(500) not null,
    request ${binary} not null,
    memory ${binary},
    result ${binary},
    failure ${binary}
);

create index foe_jobs_by_tenant on foe_jobs (tenant, created_at);

create index foe_jobs_by_state on foe_jobs (state, created_at);

create table foe_decisions (
    tenant varchar(64) not null,
    id varchar(128) not null,
    pool varchar(64) not null,
    decided_at bigint not null,
    body ${binary} not null,
    truth ${binary},
    primary key (tenant, id)
);

create index foe_decisions_by_pool on foe_decisions (pool, decided_at);

create index foe_decisions_by_age on foe_decisions (decided_at);
