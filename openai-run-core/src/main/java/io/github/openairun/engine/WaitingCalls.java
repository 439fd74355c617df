package io.github.openairun.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.openairun.CallDecision;
import io.github.openairun.CallDecision.Verdict;
import io.github.openairun.Decision;
import io.github.openairun.PendingCall;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.approval.ApprovalStore;
import io.github.openairun.approval.StoredCall;

/**
 * The calls of one drive that wait, in the store.
 */
final class WaitingCalls {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int ID_BYTES = 16;

	private static final int TOKEN_BYTES = 32;

	private final DriveState state;

	WaitingCalls(DriveState state) {
		this.state = state;
	}

	private ApprovalStore store() {
		return this.state.plan().approvals().settings().store();
	}

	/** Return a new id that cannot be guessed. */
	static String newId() {
		return "wait_" + random(ID_BYTES);
	}

	/** Return a new token that cannot be guessed. */
	static String newToken() {
		return random(TOKEN_BYTES);
	}

	private static String random(int size) {
		byte[] bytes = new byte[size];
		RANDOM.nextBytes(bytes);
		return text(bytes);
	}

	/**
	 * Return the id of the pending call of a token: whoever sees the id cannot answer by
	 * the token, which is not stored.
	 */
	static String idOf(String token) {
		try {
			return "wait_" + text(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/** Return which asking of a run the newest snapshot is, unique within the run. */
	String round(Run run) {
		return Objects.requireNonNullElseGet(this.state.server().responseId(run),
				() -> "round-" + (this.state.progress().rounds() + 1));
	}

	/**
	 * Return the calls of the run's newest round that wait or have waited, by call id: of
	 * a call that has waited twice, the later wait.
	 */
	Map<String, StoredCall> known(Run run) {
		String round = round(run);
		Map<String, ToolCall> pending = new HashMap<>();
		run.toolCalls().forEach((call) -> pending.put(call.id(), call));
		Map<String, StoredCall> known = new LinkedHashMap<>();
		for (StoredCall stored : store().ofRun(run.id())) {
			ToolCall call = stored.call().call();
			if (stored.round().equals(round) && !stored.isWithdrawn() && call.equals(pending.get(call.id()))) {
				known.merge(call.id(), expired(stored), WaitingCalls::later);
			}
		}
		return known;
	}

	private static StoredCall later(StoredCall first, StoredCall second) {
		return (first.call().kind() == PendingCall.Kind.OUTPUT) ? first : second;
	}

	/** Decide about a call that has waited too long. */
	private StoredCall expired(StoredCall stored) {
		Instant expiresAt = stored.call().expiresAt();
		if (!stored.isWaiting() || expiresAt == null || this.state.now().isBefore(expiresAt)) {
			return stored;
		}
		return decide(stored, Verdict.EXPIRED);
	}

	private StoredCall decide(StoredCall stored, Verdict verdict) {
		CallDecision decision = CallDecision.of(verdict, Decision.by(CallDecision.APPLICATION), this.state.now());
		StoredCall decided = store().decide(stored.call().id(), decision);
		return (decided != null) ? decided : stored.decided(decision);
	}

	/**
	 * Let a call wait.
	 * @param id the id of the wait
	 * @param kind what it waits for
	 * @param call the call
	 * @param reason why somebody is asked, or {@code null}
	 * @return the call as it is stored
	 */
	StoredCall park(String id, PendingCall.Kind kind, Run run, ToolCall call, @Nullable String reason) {
		Instant now = this.state.now().truncatedTo(ChronoUnit.MILLIS);
		PendingCall pending = new PendingCall(id, kind, run.id(), run.threadId(), run.assistant(), call, reason, now,
				expiry(run, now), texts(this.state.plan().tools().attributes()));
		return store().park(new StoredCall(pending, round(run)), this.state::wake);
	}

	private @Nullable Instant expiry(Run run, Instant now) {
		RunApprovals.Rules rules = this.state.plan().approvals().settings().rules();
		Instant expiry = (rules.timeout() != null) ? now.plus(rules.timeout()) : null;
		Instant ofRun = run.expiresAt();
		boolean runExpires = ofRun != null && ofRun.isAfter(now) && (expiry == null || ofRun.isBefore(expiry));
		return runExpires ? ofRun : expiry;
	}

	private static Map<String, String> texts(Map<String, Object> attributes) {
		Map<String, String> texts = new HashMap<>();
		attributes.forEach((name, value) -> {
			if (value instanceof String text) {
				texts.put(name, text);
			}
		});
		return texts;
	}

	/** Stop waiting for an output whose handler has failed after it promised it. */
	void withdraw(String id) {
		StoredCall stored = store().find(id);
		if (stored != null && stored.isWaiting()) {
			decide(stored, Verdict.WITHDRAWN);
		}
	}

	/** Stop waiting for all calls of the run. */
	void withdrawAll(Run run) {
		store().withdraw(run.id(), this.state.now());
	}

	/**
	 * Return whether the application has stopped waiting for one of the calls.
	 * @param ids the ids of the pending calls
	 */
	boolean isAnyWithdrawn(Collection<String> ids) {
		for (String id : ids) {
			StoredCall stored = store().find(id);
			if (stored == null || stored.isWithdrawn()) {
				return true;
			}
		}
		return false;
	}

	/** Return the calls of the newest round that wait. */
	List<PendingCall> pending(Run run) {
		return known(run).values().stream().filter(StoredCall::isWaiting).map(StoredCall::call).toList();
	}

}
