create table gateway_jobs (
    id varchar(36) primary key,
    tenant varchar(64) not null,
    name varchar(140) not null,
    state varchar(10) not null,
    created_at bigint not null,
    updated_at bigint not null,
    deadline bigint not null,
    request ${binary} not null,
    result_status int,
    result_type varchar(127),
    result_body ${binary}
);

create index gateway_jobs_by_tenant on gateway_jobs (tenant, created_at);

create index gateway_jobs_by_state on gateway_jobs (state, deadline);
