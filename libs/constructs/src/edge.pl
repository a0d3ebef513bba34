#!/usr/bin/perl
# Runs Envoy under an admin socket of its own, and lets it finish its work when another edge has taken over.
use strict;
use warnings;
use IO::Socket::UNIX;

# Where the health check, another process of the same container, finds the socket.
my $note = '/tmp/admin-socket';

my $mode = shift @ARGV;
if ($mode eq 'health') { exit(serves(noted(), shift @ARGV) ? 0 : 1) }
my ($window, $directory, $path, @envoy) = @ARGV;
(my $stem = $path) =~ s/\.sock$//;
my $socket = sprintf '%s-%08x%04x.sock', $stem, time, $$ ^ int rand 0xffff;
run();

sub run {
    my ($ending, $envoy) = (0, 0);
    $SIG{TERM} = $SIG{INT} = sub { $ending = 1 };
    pause() until $ending or may_start();
    exit 0 if $ending;
    remove_dead();
    note($socket);
    $envoy = start();
    my $status = await($envoy, \$ending);
    if ($ending and not defined $status) {
        drain() if grep { serves($_, $directory) } others();
        kill TERM => $envoy;
        waitpid $envoy, 0;
        $status = 0;
    }
    unlink $socket;
    exit(($status >> 8) || ($status ? 1 : 0));
}

# The agent writes the first files, and gives the edge the place for its socket.
sub may_start {
    (my $place = $socket) =~ s{/[^/]*$}{};
    return -r "$directory/lds.json" && -r "$directory/cds.json" && -w $place;
}

sub start {
    my $envoy = fork() // die "fork: $!";
    return $envoy if $envoy;
    $SIG{TERM} = $SIG{INT} = 'DEFAULT';
    exec @envoy, '--config-yaml', qq({"admin":{"address":{"pipe":{"path":"$socket"}}}});
    die "$envoy[0]: $!";
}

# Envoy's exit status, or nothing when somebody asks us to end. Polled: a signal just before a blocking wait would be lost.
sub await {
    my ($envoy, $ending) = @_;
    until ($$ending) {
        return $? if waitpid($envoy, 1) == $envoy;
        pause();
    }
    return undef;
}

# New connections go to the successor from the first line on; clients of the old ones are told with their next answer.
sub drain {
    say_so('another edge serves; finishing what is in hand');
    ask('POST', $socket, '/drain_listeners');
    ask('POST', $socket, '/drain_listeners?graceful&skip_exit');
    pause();
    wait_for(\&open_connections);
    # a connection whose answer began before the drain is kept after it, and may have been used once more
    wait_for(\&open_requests);
    say_so(sprintf '%d connections were left', open_connections());
}

# Until none is left, at most for the window.
sub wait_for {
    my $left = shift;
    my $end = time + $window;
    pause() while time < $end and $left->() > 0;
}

# Those still in the handshake count.
sub open_connections { return sum('^(http\.https?|listener\..*)\.downstream_(pre_)?cx_active$') }

# Websockets have had their time.
sub open_requests {
    return sum('^http\.https?\.downstream_rq_active$') - sum('^http\.https?\.downstream_cx_upgrades_active$');
}

sub sum {
    my $count = 0;
    for (split /\n/, ask('GET', $socket, '/stats?filter=' . escape($_[0]))) { $count += $1 if !/^listener\.admin/ && /: (\d+)/ }
    return $count;
}

# Envoy is live, its workers have started, and it has taken what the agent wrote.
sub serves {
    my ($admin, $files) = @_;
    return 0 unless $admin and ask('GET', $admin, '/ready') =~ /LIVE/;
    my %stat = map { /^(\S+): (\d+)/ ? ($1 => $2) : () } split /\n/, ask('GET', $admin, '/stats?filter=' . escape($taken::stats));
    return 0 unless $stat{'listener_manager.workers_started'};
    return 0 if grep { /update_success$/ && !$stat{$_} } keys %stat;
    return $stat{'listener_manager.total_listeners_active'} >= listeners($files);
}

BEGIN {
    $taken::stats = '^(listener_manager\.(workers_started|total_listeners_active|lds\.update_success)'
        . '|cluster_manager\.cds\.update_success|http\..*\.rds\..*\.update_success|sds\..*\.update_success)$';
}

sub listeners {
    open my $file, '<', "$_[0]/lds.json" or return 0;
    my $text = do { local $/; <$file> };
    return scalar(() = $text =~ m{type\.googleapis\.com/envoy\.config\.listener\.v3\.Listener"}g);
}

sub others { return grep { $_ ne $socket } glob "$stem*.sock" }

# One that has just been made may not listen yet.
sub remove_dead {
    for my $other (others()) { unlink $other if !connected($other) && time - (stat $other)[9] > 60 }
}

sub connected { return IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $_[0]) }

# The answer's text, empty when nobody answers within two seconds.
sub ask {
    my ($method, $admin, $target) = @_;
    my $answer = '';
    eval {
        local $SIG{ALRM} = sub { die "late\n" };
        alarm 2;
        if (my $connection = connected($admin)) {
            local $SIG{PIPE} = 'IGNORE';
            print $connection "$method $target HTTP/1.1\r\nHost: edge\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
            $connection->flush;
            local $/;
            $answer = <$connection> // '';
        }
        alarm 0;
    };
    alarm 0;
    return $answer;
}

sub escape { my $text = shift; $text =~ s/([^A-Za-z0-9_.-])/sprintf '%%%02X', ord $1/ge; return $text }

sub note { open my $file, '>', $note or die "$note: $!"; print $file $_[0]; close $file }

sub noted { open my $file, '<', $note or return; return scalar <$file> }

sub pause { select undef, undef, undef, 0.1 }

sub say_so { print STDERR "edge: $_[0]\n" }
