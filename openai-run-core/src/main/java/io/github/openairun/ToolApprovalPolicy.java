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

	/**
	 * Decide about a call of a tool that a remote server has, and for which that server
	 * requires an approval. By default a person is asked, so a policy about the
	 * application's own tools never approves a remote one of the same name.
	 * @param server the label of the server
	 * @param call the context of the call, with the arguments as the model wrote them,
	 * which nobody has validated
	 * @return the advice; {@linkplain ApprovalAdvice#undecided() undecided} asks a person
	 * if no other policy decides
	 */
	default ApprovalAdvice adviseRemote(String server, ToolContext call) {
		return ApprovalAdvice.undecided();
	}

}
