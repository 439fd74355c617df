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
	record text not null,
	progress text,
	result text,
	failure_type varchar(255),
	failure text,
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
create index if not exists openai_run_drive_tag_idx on openai_run_drive (tag) where tag is not null;
create index if not exists openai_run_drive_waiting_idx on openai_run_drive (waiting_for) where waiting_for is not null;
create index if not exists openai_run_drive_ended_idx on openai_run_drive (ended_at) where ended_at is not null;

create table if not exists openai_run_call (
	drive_id varchar(36) not null,
	round int not null,
	position int not null,
	call_id text not null,
	tool varchar(255) not null,
	arguments text not null,
	state varchar(16) not null,
	output text,
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
	round text not null,
	call_id text not null,
	tool varchar(255) not null,
	arguments text not null,
	server varchar(255),
	reason text,
	since_at bigint not null,
	expires_at bigint,
	context text not null,
	verdict varchar(16),
	decided_by text,
	decided_at bigint not null,
	decision_reason text,
	decision_arguments text,
	decision_output text,
	foreign key (drive_id) references openai_run_drive (id) on delete cascade
);

create index if not exists openai_run_pending_run_idx on openai_run_pending (run_id);
create index if not exists openai_run_pending_since_idx on openai_run_pending (decided_at, since_at, id);

create table if not exists openai_run_thread (
	id varchar(255) not null primary key,
	version bigint not null,
	active_run_id varchar(255),
	metadata text not null,
	created_at bigint not null
);

create table if not exists openai_run_item (
	thread_id varchar(255) not null,
	position bigint not null,
	id varchar(255) not null,
	type varchar(255) not null,
	role varchar(64),
	call_id text,
	json text not null,
	input text,
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
	state text not null,
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
