create table if not exists openai_run_schema (
	id int not null primary key,
	version int not null
);

create table if not exists openai_run_drive (
	id varchar(36) not null primary key,
	request_key varchar(255),
	state varchar(16) not null,
	version bigint not null,
	assistant varchar(255),
	thread_id varchar(255),
	run_id varchar(255),
	run_status varchar(64),
	tag varchar(255),
	priority int not null,
	record character large object not null,
	progress character large object,
	result character large object,
	failure_type varchar(255),
	failure character large object,
	node varchar(255),
	attempts int not null,
	cancel_requested boolean not null,
	waiting_for varchar(255),
	trace varchar(4000),
	due_at bigint not null,
	deadline bigint not null,
	created_at bigint not null,
	updated_at bigint not null,
	ended_at bigint,
	unique (request_key)
);

create index if not exists openai_run_drive_state_idx on openai_run_drive (state, created_at, id);
create index if not exists openai_run_drive_created_idx on openai_run_drive (created_at, id);
create index if not exists openai_run_drive_thread_idx on openai_run_drive (thread_id);
create index if not exists openai_run_drive_tag_idx on openai_run_drive (tag);
create index if not exists openai_run_drive_waiting_idx on openai_run_drive (waiting_for);
create index if not exists openai_run_drive_ended_idx on openai_run_drive (ended_at);

create table if not exists openai_run_call (
	drive_id varchar(36) not null,
	round int not null,
	position int not null,
	call_id varchar(4000) not null,
	tool varchar(255) not null,
	arguments character large object not null,
	state varchar(16) not null,
	output character large object,
	outcome varchar(32),
	begun_at bigint not null,
	answered_at bigint not null,
	primary key (drive_id, round, position),
	foreign key (drive_id) references openai_run_drive (id) on delete cascade
);

create table if not exists openai_run_pending (
	id varchar(100) not null primary key,
	drive_id varchar(36) not null,
	kind varchar(32) not null,
	run_id varchar(255) not null,
	thread_id varchar(255) not null,
	assistant varchar(255),
	round varchar(4000) not null,
	call_id varchar(4000) not null,
	tool varchar(255) not null,
	arguments character large object not null,
	server varchar(255),
	reason character large object,
	since_at bigint not null,
	expires_at bigint,
	context character large object not null,
	verdict varchar(16),
	decided_by varchar(4000),
	decided_at bigint not null,
	decision_reason character large object,
	decision_arguments character large object,
	decision_output character large object,
	foreign key (drive_id) references openai_run_drive (id) on delete cascade
);

create index if not exists openai_run_pending_run_idx on openai_run_pending (run_id);
create index if not exists openai_run_pending_since_idx on openai_run_pending (decided_at, since_at, id);

create table if not exists openai_run_thread (
	id varchar(255) not null primary key,
	version bigint not null,
	active_run_id varchar(255),
	metadata character large object not null,
	created_at bigint not null
);

create table if not exists openai_run_item (
	thread_id varchar(255) not null,
	position bigint not null,
	id varchar(255) not null,
	type varchar(255) not null,
	role varchar(64),
	call_id varchar(4000),
	json character large object not null,
	input character large object,
	run_id varchar(255),
	output boolean not null,
	created_at bigint not null,
	primary key (thread_id, position),
	foreign key (thread_id) references openai_run_thread (id) on delete cascade
);

create index if not exists openai_run_item_id_idx on openai_run_item (thread_id, id);

create table if not exists openai_run_thread_run (
	thread_id varchar(255) not null,
	id varchar(255) not null,
	position bigint not null,
	status varchar(64) not null,
	state character large object not null,
	created_at bigint not null,
	primary key (thread_id, id),
	foreign key (thread_id) references openai_run_thread (id) on delete cascade
);

create table if not exists openai_run_link (
	thread_id varchar(255) not null,
	run_id varchar(255) not null,
	response_id varchar(255) not null,
	phase varchar(16) not null,
	activation bigint not null,
	updated_at bigint not null,
	primary key (thread_id, run_id)
);

create index if not exists openai_run_link_updated_idx on openai_run_link (updated_at);

insert into openai_run_schema (id, version)
	select 1, 1 from (select 1 as one) as new_row
	where not exists (select 1 from openai_run_schema where id = 1);
