package io.github.openairun.jdbc.docs;

import java.util.Map;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.github.openairun.RunRequest;
import io.github.openairun.jdbc.DurableRuns;
import io.github.openairun.jdbc.ScheduleOptions;

/**
 * Answers complaints with durable runs.
 */
@Service
class ComplaintDesk {

	private final Complaints complaints;

	private final DurableRuns durableRuns;

	ComplaintDesk(Complaints complaints, DurableRuns durableRuns) {
		this.complaints = complaints;
		this.durableRuns = durableRuns;
	}

	@Transactional
	void complaintReceived(String id, String text) {
		this.complaints.save(id, text);
		this.durableRuns.schedule(
				RunRequest.assistant("support").message(text).metadata(Map.of("complaint", id)).build(),
				ScheduleOptions.defaults().key("complaint-" + id));
	}

}
