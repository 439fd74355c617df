package io.github.openairun.samples.durable;

import java.util.Map;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.github.openairun.RunRequest;
import io.github.openairun.jdbc.DurableRuns;
import io.github.openairun.jdbc.ScheduleOptions;

/**
 * Receives complaints: each is saved together with the run that answers it, or not at
 * all.
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
	long receive(String text) {
		long id = this.complaints.save(text);
		this.durableRuns.schedule(
				RunRequest.assistant("support").message(text).context(Map.of("complaint", String.valueOf(id))).build(),
				ScheduleOptions.defaults().key("complaint-" + id));
		return id;
	}

}
