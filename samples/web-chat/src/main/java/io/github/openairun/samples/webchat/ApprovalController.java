package io.github.openairun.samples.webchat;

import java.security.Principal;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.CallDecidedException;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.PendingCallNotFoundException;
import io.github.openairun.ToolApprovals;

/**
 * Lists the calls that wait, and decides about them.
 * <p>
 * Everybody may decide here, since the sample has no users. An application lets only some
 * of them send requests to {@code /approvals}, which {@code ApprovalSecurityTests} shows.
 */
@RestController
class ApprovalController {

	private final ToolApprovals approvals;

	ApprovalController(ToolApprovals approvals) {
		this.approvals = approvals;
	}

	@GetMapping("/approvals")
	List<Waiting> pending() {
		return this.approvals.pending().stream().map(Waiting::of).toList();
	}

	@PostMapping("/approvals/{id}/approve")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void approve(@PathVariable String id, @RequestParam(required = false) @Nullable String arguments,
			@Nullable Principal user) {
		this.approvals.approve(id, decision(user).arguments(arguments));
	}

	@PostMapping("/approvals/{id}/deny")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void deny(@PathVariable String id, @RequestParam(required = false) @Nullable String reason,
			@Nullable Principal user) {
		this.approvals.deny(id, decision(user).reason(reason));
	}

	private static Decision decision(@Nullable Principal user) {
		return Decision.by((user != null) ? user.getName() : "visitor");
	}

	@ExceptionHandler
	ProblemDetail refuse(IllegalArgumentException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The arguments do not fit the tool.");
	}

	@ExceptionHandler
	ProblemDetail refuse(CallDecidedException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The call has been decided already.");
	}

	@ExceptionHandler
	ProblemDetail refuse(PendingCallNotFoundException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no such call.");
	}

	/**
	 * A call that waits, as a page shows it.
	 */
	record Waiting(String id, String call, String tool, @Nullable String server, String arguments,
			@Nullable String reason, Instant since, boolean decidable, boolean editable) {

		static Waiting of(PendingCall call) {
			return new Waiting(call.id(), call.call().id(), call.tool(), call.server(), call.arguments(), call.reason(),
					call.since(), call.kind() != PendingCall.Kind.OUTPUT, call.kind() == PendingCall.Kind.APPROVAL);
		}

	}

}
