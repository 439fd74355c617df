package io.github.openairun;

/**
 * Decides whether a call may be made, by its arguments and context. Beans of this type
 * are asked in their order; the first that is not {@linkplain ApprovalAdvice#undecided()
 * undecided} decides, before what the tool and the assistant require.
 *
 * <pre class="code">
 * &#064;Bean
 * ToolApprovalPolicy smallRefunds() {
 * 	return (call) -&gt; call.tool().equals("refund") &amp;&amp; call.argument("amount", BigDecimal.class).intValue() &lt; 10
 * 			? ApprovalAdvice.proceed() : ApprovalAdvice.undecided();
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ToolApprovalPolicy {

	/**
	 * Decide about a call. Called on a thread of the run loop, which may block; an
	 * exception denies the call.
	 * @param request the call
	 * @return the advice
	 */
	ApprovalAdvice advise(ApprovalRequest request);

}
