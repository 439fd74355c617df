create table if not exists openai_run_schema (
	id int not null primary key,
	version int not null
) character set utf8mb4 collate utf8mb4_bin;

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
	record longtext not null,
	progress longtext,
	result longtext,
	failure_type varchar(255),
	failure longtext,
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
	unique (request_key),
	index openai_run_drive_state_idx (state, created_at, id),
	index openai_run_drive_created_idx (created_at, id),
	index openai_run_drive_thread_idx (thread_id),
	index openai_run_drive_tag_idx (tag),
	index openai_run_drive_waiting_idx (waiting_for),
	index openai_run_drive_ended_idx (ended_at)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists openai_run_call (
	drive_id varchar(36) not null,
	round int not null,
	position int not null,
	call_id varchar(4000) not null,
	tool varchar(255) not null,
	arguments longtext not null,
	state varchar(16) not null,
	output longtext,
	outcome varchar(32),
	begun_at bigint not null,
	answered_at bigint not null,
	primary key (drive_id, round, position),
	foreign key (drive_id) references openai_run_drive (id) on delete cascade
) character set utf8mb4 collate utf8mb4_bin;

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
	arguments longtext not null,
	server varchar(255),
	reason longtext,
	since_at bigint not null,
	expires_at bigint,
	context longtext not null,
	verdict varchar(16),
	decided_by varchar(4000),
	decided_at bigint not null,
	decision_reason longtext,
	decision_arguments longtext,
	decision_output longtext,
	foreign key (drive_id) references openai_run_drive (id) on delete cascade,
	index openai_run_pending_run_idx (run_id),
	index openai_run_pending_since_idx (decided_at, since_at, id)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists openai_run_thread (
	id varchar(255) not null primary key,
	version bigint not null,
	active_run_id varchar(255),
	metadata longtext not null,
	created_at bigint not null
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists openai_run_item (
	thread_id varchar(255) not null,
	position bigint not null,
	id varchar(255) not null,
	type varchar(255) not null,
	role varchar(64),
	call_id varchar(4000),
	json longtext not null,
	input longtext,
	run_id varchar(255),
	output boolean not null,
	created_at bigint not null,
	primary key (thread_id, position),
	foreign key (thread_id) references openai_run_thread (id) on delete cascade,
	index openai_run_item_id_idx (thread_id, id)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists openai_run_thread_run (
	thread_id varchar(255) not null,
	id varchar(255) not null,
	position bigint not null,
	status varchar(64) not null,
	state longtext not null,
	created_at bigint not null,
	primary key (thread_id, id),
	foreign key (thread_id) references openai_run_thread (id) on delete cascade
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists openai_run_link (
	thread_id varchar(255) not null,
	run_id varchar(255) not null,
	response_id varchar(255) not null,
	phase varchar(16) not null,
	activation bigint not null,
	updated_at bigint not null,
	primary key (thread_id, run_id),
	index openai_run_link_updated_idx (updated_at)
) character set utf8mb4 collate utf8mb4_bin;

insert into openai_run_schema (id, version)
	select 1, 1 from (select 1 as one) as new_row
	where not exists (select 1 from openai_run_schema where id = 1);
